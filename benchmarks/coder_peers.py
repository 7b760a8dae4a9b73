"""The occupation coder beside its peers, taught and asked the same titles: `python -m benchmarks.coder_peers`.

The targets (.535 first, .80 among five) come from coders that learned all 15,463 job-board titles and were asked as
many others of the same board, of which one in seven repeats a learned one. Those others are not at hand. So the peers
are made again here and learn what our coder learns: half of the titles (the default); with `--folds 10` nine tenths of
them, parted by title, so that no spelling of one title is on both sides, and parted by row, so that titles repeat as
they did for the targets. `--keep FOLDER` keeps what each fold gave; `--only 0 1` is about these folds alone.

What peers can be set to was chosen within the half that is learned, as it was for our coder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from benchmarks.coded_titles import DRAWS, Titles, codeable, half, interval, reference_data
from lmis.occupations.calibration import Calibration
from lmis.occupations.coder import Coder
from lmis.occupations.labels import Example, Origin, Question
from lmis.occupations.model import Model
from lmis.occupations.titles import title_key

Array = np.ndarray[Any, Any]

PLAIN: Final = Calibration(1.0, {4: 2.0, 3: 2.0, 2: 2.0, 1: 2.0})
"""Nothing is made honest and nothing is certain."""
SIZES: Final = (2, 5)
"""Letters of the parts of words."""
VOTERS: Final = 40
POWER: Final = 4
"""How fast a vote falls with likeness."""
LABEL: Final = 0.85
"""How like a label counts beside a title that somebody coded."""
PENALTY: Final = 0.25
"""Of support vectors, for a title on the wrong side."""
SHARPNESS: Final = 10.0
"""By which what support vectors say becomes chances."""
SHARE: Final = 0.3
"""Of the votes in the blend."""
TOGETHER: Final = 500
"""Titles compared with all others at once."""
OURS: Final = "this coder"
SIMPLE: Final = "40 neighbours, parts of words"
SUPPORT: Final = "linear support vectors"
BLEND: Final = "both blended"
ALL: Final = (OURS, SIMPLE, SUPPORT, BLEND)
FLOORS: Final = (0.52, 0.78, 0.665, 0.33)
GOALS: Final = (0.535, 0.80, 0.68, 0.37)


class Alike:
    """The simple baseline: the titles most like a title vote, by tf-idf of parts of words and the cosine."""

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=SIZES, sublinear_tf=True, dtype=np.float32)
        self.index = self.vectors.fit_transform([one.title for one in examples]).T.tocsr()
        self.units, self.groups = np.unique([one.code for one in examples], return_inverse=True)
        self.weights = np.array([LABEL if one.origin is Origin.LABEL else 1 for one in examples], np.float32)

    def chances(self, titles: Sequence[str]) -> Array:
        rows = self.vectors.transform(titles)
        return np.concatenate(
            [self._votes((rows[at : at + TOGETHER] @ self.index).toarray()) for at in range(0, len(titles), TOGETHER)]
        )

    def _votes(self, likeness: Array) -> Array:
        likeness *= self.weights
        chosen = np.argpartition(-likeness, VOTERS, axis=1)[:, :VOTERS]
        votes = np.zeros((len(likeness), len(self.units)))
        cast = np.take_along_axis(likeness, chosen, 1) ** POWER
        np.add.at(votes, (np.arange(len(likeness))[:, None], self.groups[chosen]), cast)
        return votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-9)


class Support:
    """Linear support vectors, one unit group against the rest, over parts of words and words.

    Of the labels the first of each concept alone: with all of them it is five times slower and no better.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC

        parts = TfidfVectorizer(analyzer="char_wb", ngram_range=SIZES, sublinear_tf=True)
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        self.machine = make_pipeline(make_union(parts, words), LinearSVC(C=PENALTY, random_state=1))
        first = {one.concept: one for one in reversed(examples) if one.origin is Origin.LABEL}
        taught = [*first.values(), *(one for one in examples if one.origin is not Origin.LABEL)]
        self.machine.fit([one.title for one in taught], [one.code for one in taught])
        self.units = self.machine.classes_

    def chances(self, titles: Sequence[str]) -> Array:
        scores = SHARPNESS * self.machine.decision_function(titles)
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Judged:
    """Whether the first guess, one of five and the major group are right, and how sure it is, title by title."""

    first: Array
    five: Array
    major: Array
    sure: Array

    @classmethod
    def of(cls, chances: Array, units: Sequence[str], truth: Sequence[str]) -> Judged:
        """By the chances of unit groups, a row per title."""
        names, codes = np.array(units), np.array(truth)[:, None]
        right = names[np.argsort(-chances, axis=1, kind="stable")[:, :5]] == codes
        majors, member = np.unique([unit[0] for unit in units], return_inverse=True)
        summed = np.stack([chances[:, member == at].sum(axis=1) for at in range(len(majors))], axis=1)
        major = majors[summed.argmax(axis=1)] == np.array([code[0] for code in truth])
        return cls(right[:, 0], right.any(axis=1), major, chances.max(axis=1))

    @classmethod
    def joined(cls, parts: Sequence[Judged]) -> Judged:
        """All folds together."""
        return cls(*(np.concatenate([getattr(one, name) for one in parts]) for name in cls.__annotations__))

    def at(self, rows: Array) -> Judged:
        """Of some of the titles, or of a draw of them."""
        return Judged(self.first[rows], self.five[rows], self.major[rows], self.sure[rows])

    def figures(self) -> tuple[float, ...]:
        """First, among five, major group, share that can be coded with 80 % right."""
        return self.first.mean(), self.five.mean(), self.major.mean(), codeable(self.sure, self.first)


@dataclass(frozen=True)
class Split:
    """Titles that are learned beside the labels, and titles that are asked."""

    learned: Sequence[Example]
    asked: Sequence[Example]

    def seen(self, form: Callable[[str], str]) -> Array:
        """Which of those asked stand, in some form, among those learned."""
        known = {form(one.title) for one in self.learned}
        return np.array([form(one.title) in known for one in self.asked])


def by_title(board: Sequence[Example], folds: int) -> list[Split]:
    """Every fold asked once; all spellings of a title are in one fold."""
    return _folds(board, np.array([half(one, folds) for one in board]), folds)


def by_row(board: Sequence[Example], folds: int) -> list[Split]:
    """Every fold asked once; spellings of a title are wherever they fall."""
    return _folds(board, np.random.default_rng(1).permutation(len(board)) % folds, folds)


def _folds(board: Sequence[Example], of: Array, folds: int) -> list[Split]:
    return [
        Split(
            [one for one, its in zip(board, of, strict=True) if its != fold],
            [one for one, its in zip(board, of, strict=True) if its == fold],
        )
        for fold in range(folds)
    ]


def judge(labels: Sequence[Example], split: Split, which: Sequence[str]) -> Iterator[tuple[str, Judged]]:
    """Teach coders, and ask them."""
    known, asked = [*labels, *split.learned], [one.title for one in split.asked]
    truth = [one.code for one in split.asked]
    if OURS in which:
        coder = uncalibrated(known)
        chances = coder.chances([Question(title) for title in asked])
        yield OURS, Judged.of(chances, coder.model.levels.units, truth)
    if {SIMPLE, SUPPORT, BLEND} & set(which):
        votes, machine = Alike(known), Support(known)
        alike, decided = votes.chances(asked), machine.chances(asked)
        yield SIMPLE, Judged.of(alike, votes.units, truth)
        yield SUPPORT, Judged.of(decided, machine.units, truth)
        yield BLEND, Judged.of(SHARE * alike + (1 - SHARE) * decided, votes.units, truth)


def uncalibrated(examples: Sequence[Example]) -> Coder:
    """Our coder in half the time: without calibration the order of its guesses is the same, that of titles nearly."""
    return Coder(Model.fit(examples), PLAIN, {})


def kept(
    folder: Path | None,
    name: str,
    labels: Sequence[Example],
    split: Split,
    known: Mapping[str, Judged] = MappingProxyType({}),
) -> dict[str, Judged]:
    """What coders gave on a split: known or read where it is kept; else measured, and kept where there is a folder."""
    found = {**read(folder, name), **known}
    for coder, judged in judge(labels, split, [one for one in ALL if one not in found]):
        found[coder] = judged
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(folder / f"{name}, {coder}.npz", **vars(judged))
    return {coder: found[coder] for coder in ALL}


def read(folder: Path | None, name: str) -> dict[str, Judged]:
    """What is kept of a split."""
    found = folder.glob(f"{name}, *.npz") if folder else ()
    return {path.stem.removeprefix(f"{name}, "): Judged(**np.load(path)) for path in found}


def compare(name: str, splits: Sequence[Split], judged: Sequence[dict[str, Judged]]) -> None:
    """A line for each coder, and by how much ours differs from the best peer, with what chance alone can make."""
    seen = [np.concatenate([one.seen(form) for one in splits]) for form in (title_key, typed)]
    joined = {coder: Judged.joined([one[coder] for one in judged]) for coder in judged[0]}
    learned = np.mean([len(one.learned) for one in splits])
    print(f"\n{name}: {learned:.0f} learned, {len(seen[0])} asked; of these {seen[0].mean():.1%} stand among the")
    print(f"learned ones by their key, {seen[1].mean():.1%} verbatim but for capitals and spaces")
    line("", ("first", "five", "major", "80 %"))
    line("floor", FLOORS)
    line("goal", GOALS)
    for coder, one in joined.items():
        line(coder, one.figures(), interval(one.first))
    against(joined)
    if seen[0].any():
        for coder, one in joined.items():
            line(f"{coder}, unseen", one.at(~seen[0]).figures())


def typed(title: str) -> str:
    """A title as it was typed, but for capitals and spaces."""
    return " ".join(title.lower().split())


def against(joined: dict[str, Judged]) -> None:
    """The difference to the peer whose first guess is best, by a paired bootstrap."""
    best = max((one for one in joined if one != OURS), key=lambda coder: joined[coder].figures()[0])
    ours, peer = joined[OURS], joined[best]
    draws = np.random.default_rng(1).integers(0, len(ours.first), (DRAWS, len(ours.first)))
    drawn = [np.subtract(ours.at(rows).figures(), peer.at(rows).figures()) for rows in draws]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    line(f"ours less {best}", np.subtract(ours.figures(), peer.figures()), form="+.3f")
    line("  95 % of draws from", low, form="+.3f")
    line("  to", high, form="+.3f")


def line(name: str, values: Sequence[Any], note: str = "", form: str = ".3f") -> None:
    """A name and four figures."""
    print(f"{name:<44}", *(f"{one if isinstance(one, str) else format(one, form):>8}" for one in values), "", note)


def beside_peers(titles: Titles, ours: Judged | None = None, folder: Path | None = None) -> None:
    """The comparison on halves; `ours` is what our coder gave, where it was asked already."""
    split = Split([one for one in titles.board if half(one)], [one for one in titles.board if not half(one)])
    found = kept(folder, "half", titles.esco, split, {OURS: ours} if ours else {})
    compare("Half of the job-board titles", [split], [found])


def in_folds(titles: Titles, folds: int, only: Sequence[int] | None, folder: Path | None) -> None:
    """The comparisons with nine tenths learned."""
    for name, parted in (("by title", by_title), ("by row", by_row)):
        splits, done = parted(titles.board, folds), []
        for fold, split in enumerate(splits):
            if only is None or fold in only:
                done.append((split, kept(folder, f"{name} {fold} of {folds}", titles.esco, split)))
        compare(f"{len(done)} of {folds} folds {name}", *zip(*done, strict=True))


def main() -> int:
    """Halves, or folds where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, help="parted into so many, by title and by row, in place of halves")
    parser.add_argument("--only", type=int, nargs="+", help="these folds alone, from 0")
    parser.add_argument("--keep", type=Path, help="a folder for what each fold gave; what is there is not done again")
    chosen = parser.parse_args()
    folder = reference_data()
    if folder is None:
        print("NOT MEASURED: no reference data; set LMIS_REFERENCE_DATA or put it at ../shared/data")
        return 0
    titles = Titles.of(folder / "occupations")
    if chosen.folds:
        in_folds(titles, chosen.folds, chosen.only, chosen.keep)
    else:
        beside_peers(titles, folder=chosen.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
