"""Makes `naughty_km_lo.json`: Khmer and Lao strings that break software, each with what is expected of it.

Made by us and given to everybody (CC0). `PYTHONPATH=src:. python tests/text/make_naughty.py` writes it anew.
An entry has a `text`, a `why`, and one expectation: `same_as` (one search key with), `not_same_as`, `stays` (is its own
normal form), `key` (the search key), `sounds_like`, `words`, `refused` or `read` (as what, and how).
"""

# ruff: noqa: E501 (Khmer letters stand above and below, and are counted side by side)

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("naughty_km_lo.json")
Entry = dict[str, Any]

KHMER = (
    "ស្ត្រី ភ្នំពេញ កម្ពុជា ព្រះសីហនុ បន្ទាយមានជ័យ ខេត្ត ក្រុង សង្កាត់ ប្រឡោះ កាត់ដេរ កម្មករ អ្នកបើកបរ គ្រូបង្រៀន ត្រចៀក"
    " ម្ចាស់ ល្អ សេដ្ឋកិច្ច វិទ្យាល័យ ឧត្តរមានជ័យ សុវណ្ណា ច័ន្ទ ព្រឹក្សា គោរព ធ្វើការ កើត ទៅ ញ៉ាំ រៀន ឆ្នាំ ប្រាក់"
)
LAO = (
    "ວຽງຈັນ ຫຼວງພະບາງ ຈຳປາສັກ ສະຫວັນນະເຂດ ນ້ຳທາ ໜອງບົກ ໝໍ ໃໝ່ ຊ່າງຫຍິບ ແຮງງານ ກຳມະກອນ ເຮັດວຽກ ຄຳ ແຂວງ ເມືອງ ບ້ານ ຄູສອນ"
    " ຜູ້ຂັບລົດ ສົມສັກ ບຸນມີ ພົມມະຈັນ ທີ່ດິນ ຊື່ ອາຍຸ ໂຮງຮຽນ ນ້ຳ ທຳ ກໍ່ສ້າງ ໂຮງແຮມ ຂໍ້ມູນ"
)
INVISIBLE = {
    "\u200b": "zero-width space", "\u200c": "zero-width non-joiner", "\u200d": "zero-width joiner",
    "\ufeff": "byte order mark", "\u00ad": "soft hyphen", "\u2060": "word joiner",
}  # fmt: skip


def main() -> None:
    """Write the file; what nobody sees is written as an escape."""
    entries = [*by_hand(), *made(KHMER.split(), khmer_changes()), *made(LAO.split(), lao_changes()), *hidden()]
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        seen.setdefault((entry["text"], str(sorted(set(entry) - {"why"}))), entry)
    text = json.dumps({"licence": "CC0-1.0", "strings": list(seen.values())}, ensure_ascii=False, indent=1)
    text = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u17b4\u17b5\ud800-\udfff]", _escaped, text)
    FILE.write_text(text + "\n", "utf-8")


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def hidden() -> list[Entry]:
    """Every word with something invisible in it, and with spaces around it."""
    out = []
    for place, word in enumerate([*KHMER.split(), *LAO.split()]):
        sign, name = list(INVISIBLE.items())[place % len(INVISIBLE)]
        middle = len(word) // 2
        out.append({"text": word[:middle] + sign + word[middle:], "why": f"{name} inside", "same_as": word})
        out.append({"text": f"\u00a0{word}\u3000", "why": "other spaces around", "same_as": word})
    return out


def made(words: list[str], changes: list[tuple[str, str, str]]) -> list[Entry]:
    """Each word with each change that it allows."""
    out = []
    for word in words:
        for pattern, replacement, why in changes:
            changed = re.sub(pattern, replacement, word)
            if changed != word:
                out.append({"text": changed, "why": why, "same_as": word})
    return out


def khmer_changes() -> list[tuple[str, str, str]]:
    """What a Khmer word can look like in its bytes and still be the same on the page."""
    return [
        ("(\u17d2[ក-យល-អ])(\u17d2រ)", r"\2\1", "subscript ro first"),
        ("((?:\u17d2[ក-អ])+)([\u17b6-\u17c5])", r"\2\1", "vowel before its subscript"),
        ("\u17d2ត", "\u17d2ដ", "subscript da for ta"),
        ("\u17c4", "\u17c1\u17b6", "o as e and a"),
        ("\u17be", "\u17c1\u17b8", "oe as e and i"),
        ("([\u17b6-\u17c5])", r"\1\1", "vowel typed twice"),
        ("([\u17b6\u17bb])\u17c6", "\u17c6\\1", "sign before its vowel"),
        ("(\u17d2)", "\\1\u200b", "zero-width space inside a subscript"),
        ("អ", "\u17a3", "deprecated independent a"),
        ("$", "\u17d2", "a coeng with nothing under it"),
        ("$", "\u17b5", "an inherent vowel written"),
        ("$", "។", "a full stop"),
    ]


def lao_changes() -> list[tuple[str, str, str]]:
    """What a Lao word can look like in its bytes and still be the same on the page."""
    return [
        ("\u0eb3", "\u0ecd\u0eb2", "am in two signs"),
        ("([\u0ec8-\u0ecb])\u0eb3", "\u0ecd\\1\u0eb2", "a tone inside am"),
        ("([\u0ec8-\u0ecb])\u0eb3", "\u0eb3\\1", "a tone after am"),
        ("([\u0eb1\u0eb4-\u0eb9\u0ebb\u0ecd])([\u0ec8-\u0ecb])", r"\2\1", "a tone before its vowel"),
        ("ແ", "ເເ", "ae as e twice"),
        ("ໜ", "ຫນ", "ho no in two letters"),
        ("ໝ", "ຫມ", "ho mo in two letters"),
        ("ຫຼ", "ຫລ", "ho lo as two letters"),
        ("([\u0eb1\u0eb4-\u0eb9\u0ebb\u0ec8-\u0ecb])", r"\1\1", "a mark typed twice"),
    ]


def by_hand() -> list[Entry]:
    """What no rule makes."""
    return [*keys(), *names(), *broken(), *refused(), *read()]


def keys() -> list[Entry]:
    same = [
        ("ភ្នំ ពេញ", "ភ្នំពេញ", "space between words"), ("ភ្នំ-ពេញ", "ភ្នំពេញ", "hyphen"),
        ("ទី២", "ទី2", "Khmer digit"), ("ທີ໒", "ທີ2", "Lao digit"), ("ຕ່າງ ໆ", "ຕ່າງໆ", "space before the repetition sign"),
        ("ផ្សេង ៗ", "ផ្សេងៗ", "space before the repetition sign"), ("ឲ្យ", "ឱ្យ", "two shapes of one letter"),
        ("ស៊ី", "សុី", "u typed for a shifter"), ("ស៊ី", "ស៉ី", "the other shifter, which looks the same there"),
        ("ម៉ឺន", "មុឺន", "u typed for a shifter"), ("ហ៊ឹម", "ហុឹម", "u typed for a shifter"),
        ("ស៊ាំ", "សុាំ", "u typed for a shifter under am"), ("អាយុ", "\u17a4យុ", "deprecated long a"),
        ("ឧកញ៉ា", "\u17a8ញ៉ា", "deprecated uk"), ("។ល។", "\u17d8", "deprecated beyyal"), ("ເເລະ", "ແລະ", "ae as e twice"),
        ("ນໍ້າ", "ນ້ຳ", "tone inside am"), ("ນ້ໍາ", "ນ້ຳ", "tone first"), ("ນ້າໍ", "ນ້ຳ", "niggahita last"),
        ("ຫ\u0eb1\u0ebcກ", "ຫຼັກ", "small lo after the vowel"), ("PHNOM PENH", "phnom penh", "capitals"),
        ("Kâmpóng Cham", "Kampong Cham", "UNGEGN accents"), ("Đà Nẵng", "Da Nang", "Vietnamese"),
        ("Ｐｈｎｏｍ", "Phnom", "full width"), ("ភ្នំពេញ\u202e", "ភ្នំពេញ", "right-to-left override"),
        ("ភ្នំពេញ\ufe0f", "ភ្នំពេញ", "variation selector"), ("កុំ", "ក\u17c6\u17bb", "sign before vowel"),
        ("ពោះ", "ព\u17c1\u17b6\u17c7", "three signs"), ("ពោះ", "ព\u17c7\u17c1\u17b6", "three signs, the last first"),
        ("ខ្មែរ", "ខែ\u17d2មរ", "vowel before its subscript"), ("កៅ", "ក\u17c1\u17c5", "e before au"),
        ("ជឿ", "ជ\u17c1\u17bf", "e before oea"), ("រៀន", "រ\u17c1\u17c0ន", "e before ie"), ("C++", "c++", "capitals"),
    ]  # fmt: skip
    other = [
        ("ប៉ា", "ប៊ា"), ("បា", "ប៉ា"), ("កា", "ការ"), ("កំ", "កុំ"), ("ម៉ី", "មី"), ("ដី", "តី"), ("ខែ", "ខេ"), ("ស្រី", "ស្រ៊ី"),
        ("ຂ່າວ", "ຂ້າວ"), ("ຂາວ", "ຂ່າວ"), ("ໃຈ", "ໄຈ"), ("ກັນ", "ກນ"), ("ຫມາ", "ມາ"), ("C++", "C"), ("C#", "C"), ("ກ", "ข"),
    ]  # fmt: skip
    stays = ["ភ្នំពេញ", "ស្ត្រី", "ព្រះរាជាណាចក្រកម្ពុជា", "ວຽງຈັນ", "ສະບາຍດີ", "ນ້ຳ", "ແຂວງ", "សួស្តី", "ខ្ញុំ", "ຂ້ອຍ", "ៗ", "ໆ"]
    return [
        *({"text": b, "why": why, "same_as": a} for a, b, why in same),
        *({"text": a, "why": "another word", "not_same_as": b} for a, b in other),
        *({"text": one, "why": "is normal", "stays": True} for one in stays),
        {"text": "", "why": "nothing", "key": ""},
        {"text": "\u200b\ufeff\u00ad", "why": "nothing to see", "key": ""},
        {"text": "។ ៕ ៖ ៘", "why": "punctuation only", "key": "ល"},
        {"text": "៛១០០០", "why": "currency before digits", "key": "1000"},
        {"text": "₭໑\u0ed0\u0ed0\u0ed0", "why": "currency before digits", "key": "1000"},
    ]


def names() -> list[Entry]:
    pairs = [
        ("សុខ", "Sok"), ("សុខ", "Sokh"), ("ចាន់", "Chan"), ("ចាន់", "Chann"), ("ស្រីមុំ", "Sreymom"), ("ស្រីមុំ", "Srey Mom"),
        ("ដារ៉ា", "Dara"), ("វណ្ណា", "Vanna"), ("សុភា", "Sophea"), ("បុប្ផា", "Bopha"), ("រិទ្ធ", "Rith"), ("វុទ្ធី", "Vuthy"),
        ("គន្ធា", "Kunthea"), ("សំណាង", "Samnang"), ("សុខា", "Sokha"), ("មុនី", "Mony"), ("ហេង", "Heng"), ("កែវ", "Keo"),
        ("ពិសិដ្ឋ", "Piseth"), ("សុធី", "Sothy"), ("សុវណ្ណ", "Sovann"), ("បូរី", "Borey"), ("ថាវី", "Thavy"), ("ជា", "Chea"),
        ("ວົງສາ", "Vongsa"), ("ວົງສາ", "Vongxa"), ("ພົມມະຈັນ", "Phommachanh"), ("ພົມມະຈັນ", "Phomachan"), ("ສີສະຫວາດ", "Sisavath"),
        ("ບຸນມີ", "Bounmy"), ("ຄຳພອນ", "Khamphone"), ("ໄຊ", "Xay"), ("ສົມສັກ", "Somsack"), ("ສຸພານຸວົງ", "Souphanouvong"),
        ("ນ້ອຍ", "Noy"), ("ແກ້ວ", "Keo"), ("ແສງດາວ", "Sengdao"), ("ພູທອນ", "Phouthone"), ("ອິນທະວົງ", "Inthavong"),
    ]  # fmt: skip
    return [{"text": native, "why": "a name and its Latin spelling", "sounds_like": latin} for native, latin in pairs]


def broken() -> list[Entry]:
    texts = [
        "\u17d2", "\u17d2\u17d2\u17d2", "\u17b6\u17b6", "\u17c6ក", "ក\u17d2", "\u0ec8\u0ec9", "\u0eb3", "ເ", "ເແໂໃໄ",
        "\u0ebc", "ក" * 300, "\u17d2ក" * 100, "ກ" + "\u0ec8" * 100, "😀ភ្នំ", "\ud83dភ្នំ", "ភ្នំ\x00ពេញ", "=ភ្នំ",
        "@ວຽງ", "-ភ្នំ", "+ວຽງ", "<b>ភ្នំ</b>", "'; DROP TABLE ភ្នំ;--", "ភ្នំ\tពេញ", "ភ្នំ\r\nពេញ", "ว๊าว ວ້າວ វ៉ាវ", "កabcກ",
        "٣ភ្នំ", "ភ្នំ\u0301", "ກ\u0301", "\u17b4\u17b5", "\u17dd\u17d3", "\u19e0\u17f0", "\u0edc\u0edd\u0ede\u0edf",
        "\u0e86\u0e89\u0ea0", "\ufdfaភ", "㎏ ភ", "ﬁភ", "ΑΒΓ ភ", "ภาษาไทย", "မြန်မာ", "a\u0300\u0301\u0302ភ",
    ]  # fmt: skip
    return [{"text": text, "why": "must not break anything"} for text in texts]


def refused() -> list[Entry]:
    as_, out = "refused", []
    for text, kind, error in (
        ("8.55E+11", "phone KH", "PhoneRounded"), ("៨.៥៥E+១១", "phone KH", "PhoneRounded"),
        ("8.56E+12", "phone LA", "PhoneRounded"), ("០១២ ៣៤៥ ៦៧៨ / ០៩៨ ៧៦៥ ៤៣២", "phone KH", "SeveralPhones"),
        ("012345678 ឬ 098765432", "phone KH", "SeveralPhones"), ("02055551234 ຫຼື 02099998888", "phone LA", "SeveralPhones"),
        ("023 430 000/001", "phone KH", "SeveralPhones"), ("គ្មាន", "phone KH", "NotAPhone"), ("ບໍ່ມີ", "phone LA", "NotAPhone"),
        ("໕໕໕໕໑໒໓໔", "phone LA", "NotAPhone"), ("៣១/០២/២០២៦", "date", "NoSuchDay"), ("໓໑/\u0ed0໒/໒\u0ed0໒໖", "date", "NoSuchDay"),
        ("២៩/០២/២៥៦៩", "date", "NoSuchDay"), ("៣/១១/២៦", "date", "YearOfTwoDigits"), ("៣ វិច្ឆិកា ៦៩", "date", "YearOfTwoDigits"),
        ("៤៦៣៤៩", "date", "SpreadsheetDayCount"), ("໔໖໓໔໙", "date", "SpreadsheetDayCount"), ("ថ្ងៃនេះ", "date", "NotADate"),
        ("ມື້ນີ້", "date", "NotADate"), ("៣ ឆ្នាំ ២០២៦", "date", "NotADate"), ("៩០", "year", "NotAYear"), ("៣០០០", "year", "NotAYear"),
        ("kMBg;", "text", "LegacyFont"), ("RbeTs", "text", "LegacyFont"), ("PñMeBj", "text", "LegacyFont"),
        ("RBHraCaNacRkkm<úCa", "text", "LegacyFont"), ("extþ", "text", "LegacyFont"), ("esckþI", "text", "LegacyFont"),
        ("¦¾ê¾ì½­½ìñ© ¯½§¾êò¯½Äª", "text", "LegacyFont"), ("ì¾¸", "text", "LegacyFont"), ("áž—áŸ’áž“áŸ†", "text", "LegacyFont"),
        ("àº§àº½àº‡", "text", "LegacyFont"),
    ):  # fmt: skip
        out.append({"text": text, "why": f"no {kind}", as_: {"as": kind, "error": error}})
    return out


def read() -> list[Entry]:
    out = []
    for text, kind, value in (
        ("០១២ ៣៤៥ ៦៧៨", "phone KH", "+85512345678"), ("១២៣៤៥៦៧៨", "phone KH", "+85512345678"),
        ("ទូរស័ព្ទ៖ ០១២-៣៤៥-៦៧៨", "phone KH", "+85512345678"), ("៨.៥៥១២៣៤៥៦៧៨E+១០", "phone KH", "+85512345678"),
        ("\u0ed0໒\u0ed0 ໕໕໕໕ ໑໒໓໔", "phone LA", "+8562055551234"), ("ໂທ. 020 5555 1234", "phone LA", "+8562055551234"),
        ("00856 20 5555 1234", "phone KH", "+8562055551234"), ("៣/១១/២៥៦៩", "date", "2026-11-03"),
        ("ថ្ងៃទី៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "date", "2026-11-03"), ("ថ្ងៃទី\u200b៣ ខែ\u200bវិច្ឆិកា ព.ស. ២៥៦៩", "date", "2026-11-03"),
        ("ວັນທີ 3 ເດືອນ ພະຈິກ ປີ 2026", "date", "2026-11-03"), ("3 ພ.ຈ. 2569", "date", "2026-11-03"),
        ("໓/໑໑/໒໕໖໙", "date", "2026-11-03"), ("ឆ្នាំ២៥៣៣", "year", "1990"), ("ພ.ສ. ໒໕໓໓", "year", "1990"),
        ("៣០.០០០", "whole", "30000"), ("໑.໒\u0ed0\u0ed0.\u0ed0\u0ed0\u0ed0", "whole", "1200000"), ("ភ្នំពេញ", "text", "ភ្នំពេញ"),
        ("ນະຄອນຫຼວງ", "text", "ນະຄອນຫຼວງ"), ("Nguyễn Thị Hương", "text", "Nguyễn Thị Hương"), ("Élise Lefèvre", "text", "Élise Lefèvre"),
    ):  # fmt: skip
        out.append({"text": text, "why": f"a {kind} as people write it", "read": {"as": kind, "value": value}})
    return out


if __name__ == "__main__":
    main()
