"""The days of the week by name."""

WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum'at": 4,
    "jumaat": 4,
    "jmt": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
