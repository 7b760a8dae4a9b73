"""Khmer in Latin letters: the sounds of letters in their series, without diacritics.

Source: the romanisation of the United Nations Group of Experts on Geographical Names (UNGEGN, Khmer 1972) for
series, vowels and finals; its diacritics are written in the plain digraphs of Cambodia's gazetteer (Preaek, Boeng).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONSETS = {
    "ក": "k", "ខ": "kh", "គ": "k", "ឃ": "kh", "ង": "ng", "ច": "ch", "ឆ": "chh", "ជ": "ch", "ឈ": "chh", "ញ": "nh",
    "ដ": "d", "ឋ": "th", "ឌ": "d", "ឍ": "th", "ណ": "n", "ត": "t", "ថ": "th", "ទ": "t", "ធ": "th", "ន": "n",
    "ប": "b", "ផ": "ph", "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l", "វ": "v", "ឝ": "s", "ឞ": "s",
    "ស": "s", "ហ": "h", "ឡ": "l", "អ": "",
}  # fmt: skip
_SECOND_SERIES = frozenset("គឃងជឈញឌឍទធនពភមយរលវ")
_SONORANTS = frozenset("ងញណនមយរលវឡ")
_NASALS = frozenset("ងញណនម")
_STOPS = frozenset("កខគឃចឆជឈដឋឌឍតថទធបផពភស")
_FOREIGN = {"វ": "f", "គ": "g", "ស": "z", "ម": "m", "ន": "n", "ល": "l"}  # what ហ stands before, to write them
_HARD_DA = frozenset("កខផឆសល")  # after these the subscript that looks like da and ta alike is da

_INHERENT = ("a", "o")
_VOWELS = {  # in the first series, in the second
    "\u17b6": ("a", "ea"), "\u17b7": ("e", "i"), "\u17b8": ("ei", "i"), "\u17b9": ("oe", "ue"),
    "\u17ba": ("eu", "ueu"), "\u17bb": ("o", "u"), "\u17bc": ("ou", "u"), "\u17bd": ("uo", "uo"),
    "\u17be": ("aeu", "eu"), "\u17bf": ("oea", "uea"), "\u17c0": ("ie", "ie"), "\u17c1": ("e", "e"),
    "\u17c2": ("ae", "eae"), "\u17c3": ("ai", "ey"), "\u17c4": ("ao", "ou"), "\u17c5": ("au", "ov"),
    "\u17c6": ("am", "um"), "\u17bb\u17c6": ("om", "um"), "\u17b6\u17c6": ("am", "oam"), "\u17c7": ("ah", "eah"),
    "\u17b7\u17c7": ("eh", "ih"), "\u17bb\u17c7": ("oh", "uh"), "\u17c1\u17c7": ("eh", "eh"),
    "\u17c4\u17c7": ("aoh", "uoh"), "\u17c8": ("a", "ea"), "\u17d0": ("a", "oa"),
}  # fmt: skip
_BEFORE_NG = {"\u17b6\u17c6": ("a", "ea")}  # ាំង
_BEFORE_YO = {"\u17d0": ("a", "e")}  # ័យ
_INDEPENDENT = {
    "ឥ": "e", "ឦ": "ei", "ឧ": "u", "ឩ": "u", "ឪ": "ov", "ឫ": "rue", "ឬ": "rueu", "ឭ": "lue", "ឮ": "lueu", "ឯ": "ae",
    "ឰ": "ai", "ឱ": "ao", "ឳ": "au",
}  # fmt: skip

_PART = re.compile(
    "(?P<base>[\u1780-\u17a2])\u17cc?(?P<under>(?:\u17d2[\u1780-\u17b3])*)(?P<shift>[\u17c9\u17ca]?)"
    "(?P<vowel>[\u17b6-\u17c5]*\u17c6?\u17d0?[\u17c7\u17c8]?)(?P<signs>[\u17cb-\u17d1\u17dd]*)[\u17c6-\u17c8]*"
    "|(?P<alone>[\u17a3-\u17b3])|(?P<other>.)",
    re.S,
)
_BANTOC, _SILENCED = "\u17cb", "\u17cd"
_CLOSED = ("\u17c6", "\u17c7", "\u17c3", "\u17c5")  # ំ ះ ៃ ៅ: no final consonant follows these


@dataclass(slots=True)
class _Cluster:
    """A letter with what stands under it, and its vowel if one is written."""

    letters: str
    shift: str
    vowel: str
    signs: str


def romanised_khmer(text: str) -> str:
    """A run of Khmer letters in normal form, in small Latin letters; signs that stand alone are left out."""
    return "".join(_syllables(_clusters(text)))


def _clusters(text: str) -> list[_Cluster | str]:
    """The clusters of a run, and the sounds of letters that stand alone; a cluster that a sign silences is left out."""
    found: list[_Cluster | str] = []
    for part in _PART.finditer(text):
        if part["base"] is None:
            if part["alone"]:
                found.append(_INDEPENDENT.get(part["alone"], ""))
        elif _SILENCED not in part["signs"]:
            letters = part["base"] + part["under"].replace("\u17d2", "")
            found.append(_Cluster(letters, part["shift"], part["vowel"], part["signs"]))
    return found


def _syllables(clusters: list[_Cluster | str]) -> list[str]:
    """Give each cluster its sound: the end of a syllable, or the beginning of one with its vowel."""
    out: list[str] = []
    is_open = False  # the syllable before could take a final consonant
    weak_first = False  # the syllable before is a weak one of the first series, and hands its series on
    followed = [*clusters, None, None]
    for place, cluster in enumerate(clusters):
        if isinstance(cluster, str):
            out.append(cluster)
            is_open, weak_first = cluster.isalpha(), False
            continue
        after, next_after = followed[place + 1], followed[place + 2]
        if is_open and _is_final(cluster, after) and not _is_only_final(after, next_after, cluster.letters in "យវ"):
            out.append(_sounds(cluster.letters))
            is_open = False
            continue
        letters, onset = cluster.letters, None
        if is_open and _parts(letters):
            out.append(_sounds(letters[0]))
            weak_first &= letters[0] in _NASALS
            onset = "d" if letters == "ណត" else None  # never ណ្ត, which looks like it
            letters = letters[1:]
        carried = weak_first and not cluster.shift and all(letter in _SONORANTS for letter in letters)
        second = _is_second(letters, cluster.shift) and not carried
        out.append((_onset(letters, cluster.shift) if onset is None else onset) + _vowel(cluster, second, after))
        is_open = _stays_open(cluster, after)
        weak_first = not second and cluster.vowel in ("", "\u17c6")
    return out


def _is_final(cluster: _Cluster, after: _Cluster | str | None) -> bool:
    """Whether a cluster may end a syllable: a bare letter, or a pair as in មិត្ត, also before ភាព; not in អង្គរ."""
    if cluster.vowel:
        return False
    if len(cluster.letters) == 1:
        return True
    one, two = cluster.letters[0], cluster.letters[1]
    if not isinstance(after, _Cluster):
        return not (one in _NASALS and two == "រ")  # ពង្រ: pong-ro
    return one in _STOPS and two in _STOPS and bool(after.vowel)


def _is_only_final(cluster: _Cluster | str | None, after: _Cluster | str | None, after_glide: bool) -> bool:
    """Whether a cluster can only end a syllable, so that the bare letter before it begins one: នប់, វណ្ណ, ធរ."""
    if not isinstance(cluster, _Cluster) or cluster.vowel:
        return False
    if len(cluster.letters) > 1:
        return after is None and _is_final(cluster, after)
    return _BANTOC in cluster.signs or (after is None and not after_glide)


def _parts(letters: str) -> bool:
    """Whether the first of the letters ends the syllable before: បន្ទាយ ban-teay, ចង្វារ chang-var."""
    if len(letters) < 2:
        return False
    return letters[0] in _NASALS or ((letters[0] in _STOPS or letters[0] == "ល") and letters[1] in _STOPS)


def _stays_open(cluster: _Cluster, after: _Cluster | str | None) -> bool:
    if _BANTOC in cluster.signs or cluster.vowel.endswith(_CLOSED):
        return cluster.vowel == "\u17b6\u17c6" and _letters(after) == "ង"  # ាំង
    return True


def _is_second(letters: str, shift: str) -> bool:
    """Whether the vowel after these letters is of the second series; sonorants follow the others."""
    if shift:
        return shift == "\u17ca"
    strong = [letter for letter in letters if letter not in _SONORANTS]
    return (strong[-1] if strong else letters[0]) in _SECOND_SERIES


def _letters(cluster: _Cluster | str | None) -> str:
    return cluster.letters if isinstance(cluster, _Cluster) else ""


def _vowel(cluster: _Cluster, second: bool, after: _Cluster | str | None) -> str:
    if not cluster.vowel:
        doubled = len(_letters(after)) > 1 and _letters(after)[0] == _letters(after)[1]
        return _INHERENT[second and not doubled]  # វណ្ណា: vanna
    before = {"ង": _BEFORE_NG, "យ": _BEFORE_YO}.get(_letters(after), {})
    pair = before.get(cluster.vowel) or _VOWELS.get(cluster.vowel)
    return pair[second] if pair else "".join(_VOWELS[sign][second] for sign in cluster.vowel)


def _onset(letters: str, shift: str) -> str:
    if letters[0] == "ហ" and letters[1:2] in _FOREIGN:
        return _FOREIGN[letters[1]] + _sounds(letters[2:])
    if letters[0] == "ប" and (len(letters) > 1 or shift == "\u17c9"):
        return "p" + _sounds(letters[1:])
    if letters[0] in _HARD_DA and letters[1:] == "ត":
        return _ONSETS[letters[0]] + "d"
    return _sounds(letters)


def _sounds(letters: str) -> str:
    return "".join(_ONSETS.get(letter) or _INDEPENDENT.get(letter, "") for letter in letters)
