/** Invented posts of offices and newsrooms, and of accounts that pose as them, by account id. */
export const OFFICE_TEXTS: Readonly<Record<string, readonly string[]>> = {
  vale: [
    'From Monday the night train to the islands runs every day of the week.',
    'The old bridge at Lower Quay closes for repairs on the 14th. Buses will take you round it.',
    'I rode the number 4 this morning. I have heard you. New trams arrive in autumn.',
    'A ticket office that is closed helps nobody. Twelve of them open again this month.',
  ],
  orr: [
    'The fish market stays where it is. That is my last word until the next council.',
    'Streetlights on Rope Lane work again. Thank you for the forty-one letters.',
    'Please do not feed the gulls. They are already in the town hall.',
  ],
  lindqvist: [
    'The ferry subsidy passed, 61 to 38. The islands stay connected.',
    'Visiting four schools in two days. Ask me anything, they did.',
    'To those who write that I should resign over a ferry timetable: I read all of it. No.',
  ],
  castell: [
    'Vote for a harbour with fewer parking lots and more benches.',
    'My opponent says I can not swim. Meet me at the pier on Sunday at ten.',
    'Thank you to everyone who knocked on doors in the rain.',
  ],
  tide: [
    'Council votes to keep the fish market on the quay after six hours of debate.',
    'Ministry paid for the same bridge twice, documents show. A reply is still awaited.',
    'Correction: the bridge was paid for once and a half. We regret the error.',
    'Storm expected on Thursday night: what is closed and what stays open.',
  ],
  radionord: [
    'At seven: why the night train came back. At eight: music by Otto and the Owls.',
    'A man on our phone-in called the tram drivers "a pack of snails". Two drivers answer him live at noon.',
    'Our transmitter on the north hill is down for an hour. We are told it is a goat.',
  ],
  flood: [
    'River Lin at 3.1 m and rising slowly. No danger for houses tonight.',
    'WARNING for Rope Lane and Lower Quay: water in cellars is likely after 22:00. Move cars now.',
    'All clear. Thank you for moving your cars.',
  ],
  ballot: [
    'You can vote from 7 to 20 o’clock. Bring a document with a photograph.',
    'No, you can not vote by text message. Whoever tells you so is wrong or lying.',
    'Turnout at noon: 31 per cent.',
  ],
  openhands: [
    'Our report on the cells at the customs house is out. Nobody should sleep standing up.',
    'We describe what was done to three people in custody. It is not easy to read, and it should be read.',
    'The ministry answered. We publish the answer in full.',
  ],
  otto: [
    'New song on Friday. It has an accordion in it. We are sorry and we are not sorry.',
    'Lost: one drum, round, answers to no name. Last seen at the harbour stage.',
    'Whoever threw the shoe on Saturday: it was a good shoe. Come and get it.',
  ],
  quill: [
    'This week: a novel in which nothing happens, magnificently.',
    'The critics who praised last year’s winner can not have read it. There, I said it.',
    'I will not tell you how it ends. I will tell you that I cried on a tram.',
  ],
  north: [
    'FULL TIME. North United 1, Harbour Rovers 1. We will take it.',
    'We condemn the songs sung in block C on Saturday. Those who sang them will not be back.',
    'Training is open to all on Wednesday. Bring a scarf.',
  ],
  vale2: [
    'Dear travellers, I have lost access to my main account. Please follow me here.',
    'Every follower gets a free year of trains. Send your card number to claim it.',
    'The real minister would never block you. Share this before it is deleted!',
  ],
  vale3: [
    'OFFICIAL: fares go up by half tomorrow. Buy from our partner today.',
    'This is my private second account. Journalists, write to me here.',
  ],
  vale4: [
    'Ministry support here. Tell us your password and we will check your refund.',
    'Your ticket was charged twice. Open the link in our bio to get it back.',
    'We are the only official support line. Others are fake.',
  ],
  vale5: [
    'A gift from me to you: the first 500 who pay the shipping get a phone.',
    'Still 37 phones left. Only the shipping, nothing else!',
  ],
  lindqvist2: [
    'Ferry vouchers for every islander! Send the price of one ticket and get a year of them.',
    'Only today. The senator thanks you.',
  ],
  lindqvist3: ['This is my only account. All others are fakes.'],
  valejoke: [
    'Today every train left on time. We are looking into it.',
    'I have decided that the bridge is a matter of opinion.',
    'Asked for comment, the minister said: choo choo. (This is a parody account.)',
  ],
}
