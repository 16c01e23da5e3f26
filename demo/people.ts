export interface Person {
  id: string
  handle: string
  displayName: string
  bio: string
  reach: number
  verified: boolean
  tags: readonly string[]
  createdAt: string
}

type Row = [
  id: string,
  handle: string,
  displayName: string,
  bio: string,
  reach: number,
  since: number,
  ...tags: string[],
]

/** People, offices and newsrooms of a country that does not exist. */
const ROWS: readonly Row[] = [
  [
    'vale',
    'minister_vale',
    'Ada Vale',
    'Minister of Transport. Trains, buses, bridges.',
    43_500_000,
    2011,
    'public_office',
  ],
  ['orr', 'mayor_orr', 'Tomas Orr', 'Mayor of Lower Quay. Office hours on Tuesdays.', 310_000, 2014, 'public_office'],
  [
    'lindqvist',
    'senator_lindqvist',
    'Maja Lindqvist',
    'Senator for the northern islands.',
    1_900_000,
    2012,
    'public_office',
  ],
  ['castell', 'castell_2026', 'Iven Castell', 'Candidate for the harbour council.', 88_000, 2019, 'candidate'],
  ['tide', 'tide_daily', 'The Tide', 'News from the coast since 1902.', 240_000, 2010, 'newsroom'],
  ['radionord', 'radio_nord', 'Radio Nord', 'On the air day and night.', 1_100_000, 2010, 'newsroom'],
  ['flood', 'flood_watch', 'Flood Watch', 'Warnings of the river authority.', 520_000, 2013, 'emergency_service'],
  ['ballot', 'ballot_office', 'Ballot Office', 'Where, when and how to vote.', 205_000, 2015, 'election_body'],
  [
    'openhands',
    'open_hands',
    'Open Hands',
    'We watch how people in custody are treated.',
    67_000,
    2016,
    'human_rights',
  ],
  ['otto', 'otto_and_the_owls', 'Otto and the Owls', 'Four people, nine instruments.', 2_600_000, 2013],
  ['quill', 'quill_reads', 'Imre Quill', 'A book a week. No spoilers.', 148_000, 2015],
  ['north', 'north_united', 'North United', 'Second place is a place.', 870_000, 2011],
  ['rosa', 'rosa_bakes', 'Rosa Lind', 'Bread, mostly rye.', 812, 2020],
  ['pills', 'cheap_pills4u', 'Best Prices', 'Write to us. Fast delivery.', 31, 2025],
  ['vale2', 'minister_vaIe', 'Ada Vale', 'Minister of Transport. Trains, buses, bridges.', 212, 2025],
  ['vale3', 'minister_va1e', 'Ada Vale', 'Official second account.', 95, 2025],
  ['vale4', 'rninister_vale', 'Ada Vale', 'Support line of the ministry.', 1_340, 2024],
  ['vale5', 'ada_vale_giveaway', 'Ada Vale', 'A gift for every traveller.', 57, 2025],
  ['valejoke', 'not_minister_vale', 'Not the Minister', 'A parody. The trains here are on time.', 18_400, 2018],
  ['coin', 'double_coin_now', 'Coin Doubler', 'Send one, get two.', 4_100, 2025],
  ['grump', 'tram4_grump', 'Gus Ferro', 'I ride the 4 and I have opinions.', 2_300, 2017],
  ['ines', 'ines_mar', 'Inês Marques', 'Lisboa, café e comboios.', 5_600, 2018],
  ['salma', 'salma_writes', 'سلمى', 'شاعرة من الميناء', 12_700, 2017],
  ['kofi', 'kofi_fixes_bikes', 'Kofi Mensen', 'Bring it, I will look at it.', 1_150, 2019],
  ['wren', 'wren_outdoors', 'Wren Halloway', 'Hills, huts and wet socks.', 23_500, 2016],
  ['juno', 'juno_plays', 'Juno Park', 'Slow games for long evenings.', 41_000, 2018],
  ['pavel', 'pavel_chess', 'Pavel Brandt', 'Endgames.', 7_900, 2015],
  ['mira', 'dr_mira', 'Dr. Mira Sand', 'Family doctor. Not your family doctor.', 56_000, 2016],
  ['hugo', 'hugo_grows', 'Hugo Tamm', 'Tomatoes against all odds.', 640, 2021],
  ['lena', 'lena_knits', 'Lena Fors', 'Wool and patience.', 3_400, 2018],
  ['bram', 'bram_sails', 'Bram Decker', 'Small boat, big weather.', 9_200, 2014],
  ['nadia', 'nadia_maps', 'Nadia Kern', 'I draw maps of places that changed.', 15_800, 2015],
  ['theo', 'theo_repairs_radios', 'Theo Lang', 'Valves, dust, joy.', 480, 2020],
  ['ava', 'ava_in_class', 'Ava Rossi', 'Teaches eleven-year-olds. Learns more.', 6_700, 2017],
  ['felix', 'felix_after_dark', 'Felix Moor', 'Night trains and night cities.', 33_000, 2016],
  ['greta', 'greta_and_goat', 'Greta Holm', 'The goat is called Minister.', 90_000, 2019],
  ['samir', 'samir_cooks', 'Samir Aziz', 'Lentils are a love language.', 27_300, 2017],
  ['olga', 'olga_swims', 'Olga Brun', 'Every morning, also in January.', 1_900, 2018],
  ['dev', 'dev_null_dave', 'Dave Noll', 'I switch things off and on again.', 14_200, 2013],
  ['ruth', 'ruth_at_the_lock', 'Ruth Amsel', 'Lock keeper on the old canal.', 20, 2022],
  ['lindqvist2', 'senator_lindqvlst', 'Maja Lindqvist', 'Ferry vouchers for islanders. Write to me.', 310, 2025],
  ['lindqvist3', 'senator_lindqv1st', 'Maja Lindqvist', 'Senator for the northern islands.', 140, 2025],
  ['drills', 'harbour_drills', 'Harbour drills', 'A test account. If it is offline, a drill is running.', 3, 2024],
]

const OFFICIAL = new Set(['public_office', 'newsroom', 'emergency_service', 'election_body', 'human_rights'])

export const PEOPLE: readonly Person[] = ROWS.map(([id, handle, displayName, bio, reach, since, ...tags], index) => ({
  id,
  handle,
  displayName,
  bio,
  reach,
  verified: reach > 500_000 || tags.some((tag) => OFFICIAL.has(tag)),
  tags,
  createdAt: new Date(Date.UTC(since, index % 9, 1 + (index % 27), 9)).toISOString(),
}))
