/** Invented posts of ordinary people, and of a few who break the rules, by account id. */
export const TOWN_TEXTS: Readonly<Record<string, readonly string[]>> = {
  rosa: [
    'Rye, water, salt, two days. That is the whole secret.',
    'The loaf fell. We ate it anyway.',
    'Whoever says sourdough is easy owns a bakery.',
  ],
  pills: [
    'Sleep pills, slimming pills, any pills. No paper needed. Cheapest in town, write to us!',
    'Doctors hate us. Order three, get one free, arrives in a plain box.',
    'New stock!!! Same pills, new name. Write to us fast.',
  ],
  coin: [
    'Send one coin to our wallet, get two back in ten minutes. 4,000 happy people can not be wrong.',
    'Proof: my cousin bought a boat. Send now, the offer ends at midnight.',
    'Those who call this a fraud never sent anything. Think about it.',
  ],
  grump: [
    'The 4 was late again. The driver is an idiot and so is whoever made the timetable.',
    'If you eat a tuna roll on a tram at eight in the morning, I despise you personally.',
    'Today somebody offered me a seat. I am still angry but I have nothing to say.',
  ],
  ines: [
    'O comboio da noite voltou e eu também. Bom dia a todos!',
    'Quem inventou o café de máquina nunca bebeu café.',
    'Este ministro de bancada é um palhaço, e peço desculpa aos palhaços.',
  ],
  salma: [
    'الميناء صباحا: قوارب، قهوة، ونوارس لا تخجل.',
    'كتبت قصيدة عن الجسر القديم. الجسر لم يعلق.',
    'من قال إن الشعر مات لم ينتظر قطار الليل.',
  ],
  kofi: [
    'A bicycle is a list of small noises. I fix them one by one.',
    'To the person who stole the red bell from my door: it does not even ring.',
    'Free brakes for all children on Saturday. Checking them, I mean.',
  ],
  wren: [
    'Twelve hours of rain, one hour of view. Worth it.',
    'The hut book says: beware of the goat. We met the goat.',
    'Please carry your rubbish down again. The hill has no bin.',
  ],
  juno: [
    'Played a game about waiting for a bus. Nine out of ten.',
    'The people shouting in my comments can go and shout at a wall.',
    'Tonight at nine: the slow game about lighthouses, part four.',
  ],
  pavel: [
    'White to move and draw. It is harder than it looks.',
    'My opponent coughed for two hours. I respect it as a strategy.',
    'Rook and pawn, again. It is always rook and pawn.',
  ],
  mira: [
    'No, vinegar does not cure it. Please see somebody.',
    'Somebody sells pills without a paper on this very site. Do not buy them. They are chalk at best.',
    'Drink water. That is the post.',
  ],
  hugo: [
    'First tomato. Size of a pea. I am a farmer now.',
    'The snails have held a conference in my bed of lettuce.',
    'Frost. I do not wish to talk about it.',
  ],
  lena: [
    'Sleeve one is done. Sleeve two and I are not speaking.',
    'Found my grandmother’s pattern. It says "until it is long enough".',
    'To all who ask: no, I do not take enforcements. Well. Maybe one.',
  ],
  bram: [
    'Wind seven, tea everywhere.',
    'The harbour master called me a menace. He is not wrong.',
    'Slept at anchor with the whole sky for a lamp.',
  ],
  nadia: [
    'This street was a river until 1931. The cellars remember.',
    'A map of every bench on the quay. You are welcome.',
    'Whoever redrew the border through the bakery owes us an explanation.',
  ],
  theo: [
    'She hums again. Sixty years old and she hums.',
    'Never lick a battery. Ask me how I know.',
    'Looking for a knob, brown, slightly melted. Serious offers only.',
  ],
  ava: [
    'A pupil asked who invented Mondays. We are holding a trial.',
    'Parents who write to me at midnight: sleep. Please. It will be a better letter.',
    'Today everybody read aloud. Everybody.',
  ],
  felix: [
    'Two in the morning on platform nine: one cat, one cleaner, one brass band. Do not ask.',
    'The night train is back and so am I.',
    'People who talk on the phone in a sleeping car should be made to walk.',
  ],
  greta: [
    'Minister ate a timetable. A small one.',
    'Minister was on the hill by the transmitter. We have no comment.',
    'Ninety thousand of you follow a goat. I am proud and a little worried.',
  ],
  samir: [
    'Red lentils, cumin, lemon. Fifteen minutes. Call your mother while it cooks.',
    'Put cream in it and we are no longer friends.',
    'My neighbour left a bowl with a note: "again". So again.',
  ],
  olga: [
    'Four degrees. Nobody made me. I was happy.',
    'The pool people say the sea is dirty. The pool people can keep their pool.',
    'A seal swam along and judged my style.',
  ],
  dev: [
    'It was the cable. It is always the cable.',
    'Whoever deployed on Friday evening: I know where you sit.',
    'Switched it off. Have not switched it on. So quiet.',
  ],
  ruth: [
    'Three boats today. One of them waved.',
    'The water is high. I have told the ducks.',
    'Good night from the lock.',
  ],
  drills: ['This account is for exercises. There is nothing to see here, and that is the point.'],
}
