"""Makes scores.json beside this file: random outcomes of tasks of every kind, and what scikit-learn says of them.

Run with Python's scikit-learn 1.7 or newer. What scikit-learn has not (MAP@3 and the reliability bins with their
calibration error) is a few lines of numpy here, written from the definitions.
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics

BINS = 10
TOPICS = ["circuits", "forces", "fractions"]
warnings.filterwarnings("ignore", category=UserWarning)


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def one_label(random, labels, count, skill, unknown=None):
    """Rows of one label: logits that favour the truth by `skill`, every label about as rare as its place."""
    odds = 1 / np.arange(1, len(labels) + 1)
    truth = random.choice(len(labels), size=count, p=odds / odds.sum())
    logits = random.normal(size=(count, len(labels)))
    logits[np.arange(count), truth] += skill
    probabilities = softmax(logits)
    rows = []
    for row in range(count):
        true = labels[truth[row]] if unknown is None or row % 9 else unknown
        rows.append(outcome(random, row, [true], [labels[probabilities[row].argmax()]], probabilities[row]))
    return rows


def many_labels(random, labels, count, skill, unknown=None):
    thresholds = random.uniform(0.3, 0.6, size=len(labels))
    truth = random.uniform(size=(count, len(labels))) < 0.6 / np.arange(1, len(labels) + 1)
    logits = random.normal(size=(count, len(labels))) + skill * (truth - 0.5)
    probabilities = 1 / (1 + np.exp(-logits))
    rows = []
    for row in range(count):
        true = [label for label, holds in zip(labels, truth[row]) if holds]
        if unknown is not None and row % 9 == 0:
            true.append(unknown)
        decided = [label for label, holds in zip(labels, probabilities[row] >= thresholds) if holds]
        rows.append(outcome(random, row, true, decided, probabilities[row]))
    return rows


def outcome(random, row, truth, decided, probabilities):
    return {
        "learning_topic": TOPICS[random.integers(len(TOPICS))],
        "truth": truth,
        "decided": decided,
        "abstained": bool(random.uniform() < 0.2),
        "probabilities": [float(probability) for probability in probabilities],
    }


def expected(kind, known, rows):
    multi = kind == "MULTI_LABEL"
    unknown = sorted({label for row in rows for label in row["truth"]} - set(known))
    labels = known + unknown
    truth = np.array([[label in row["truth"] for label in labels] for row in rows], dtype=int)
    decided = np.array([[label in row["decided"] for label in labels] for row in rows], dtype=int)
    probabilities = np.array([row["probabilities"] + [0.0] * len(unknown) for row in rows])
    if multi and len(labels) == 1:
        # scikit-learn takes one column for the classes 0 and 1
        y_true, y_pred, columns = truth.ravel(), decided.ravel(), [1]
    elif multi:
        y_true, y_pred, columns = truth, decided, list(range(len(labels)))
    else:
        y_true = [row["truth"][0] for row in rows]
        y_pred = [row["decided"][0] for row in rows]
        columns = labels
    right = (truth == decided).all(axis=1)
    abstained = np.array([row["abstained"] for row in rows])
    values = {
        "rows": len(rows),
        "accuracy": metrics.accuracy_score(y_true, y_pred),
    }
    occurring = [column for column, count in zip(columns, truth.sum(axis=0)) if count > 0]
    averages = {
        "macro": dict(average="macro", labels=occurring),
        "micro": dict(average="micro", labels=columns),
        "weighted": dict(average="weighted", labels=columns),
    }
    for name, how in averages.items():
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(y_true, y_pred, zero_division=0, **how)
        values["macro_f1" if name == "macro" else "f1_" + name] = f1
        values["precision_" + name] = precision
        values["recall_" + name] = recall
    if kind == "ORDINAL":
        on_scale = [i for i in range(len(rows)) if y_true[i] in known]
        kappa = metrics.cohen_kappa_score(
            [known.index(y_true[i]) for i in on_scale],
            [known.index(y_pred[i]) for i in on_scale],
            labels=range(len(known)),
            weights="quadratic",
        )
        values["quadratic_weighted_kappa"] = kappa
    values["map_at_3"] = map_at_3(truth, probabilities)
    if multi:
        values["brier"] = np.mean([
            metrics.brier_score_loss(truth[:, i], probabilities[:, i], labels=[0, 1]) for i in range(len(labels))
        ])
        values["log_loss"] = np.mean([
            metrics.log_loss(truth[:, i], probabilities[:, i], labels=[0, 1]) for i in range(len(labels))
        ])
        confidence, hits = probabilities.ravel(), truth.ravel()
    else:
        # scikit-learn takes columns in the order of sorted labels
        order = np.argsort(labels)
        values["brier"] = metrics.brier_score_loss(
            y_true, probabilities[:, order], labels=sorted(labels), scale_by_half=False
        )
        values["log_loss"] = metrics.log_loss(y_true, probabilities[:, order], labels=sorted(labels))
        confidence, hits = probabilities.max(axis=1), right
    values["reliability"], values["ece"] = reliability(confidence, hits)
    values["abstained"] = abstained.mean()
    values["accuracy_when_decided"] = right[~abstained].mean()
    each = metrics.precision_recall_fscore_support(y_true, y_pred, labels=columns, zero_division=0)
    values["labels"] = {
        label: {"precision": p, "recall": r, "f1": f1, "support": int(s)}
        for label, p, r, f1, s in zip(labels, *each)
    }
    if not multi:
        matrix = metrics.confusion_matrix(y_true, y_pred, labels=labels)
        values["confusion"] = {
            true: {said: int(matrix[i, j]) for j, said in enumerate(labels) if matrix[i, j]}
            for i, true in enumerate(labels)
            if matrix[i].any()
        }
    if unknown:
        values["unknown_labels"] = {label: int(truth[:, labels.index(label)].sum()) for label in unknown}
    return values


def map_at_3(truth, probabilities):
    precisions = []
    for true, row in zip(truth, probabilities):
        if true.any():
            hits = true[np.argsort(-row, kind="stable")[:3]]
            at_hits = hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)
            precisions.append(at_hits.sum() / min(3, true.sum()))
    return np.mean(precisions)


def reliability(confidence, hits):
    bins, error = [], 0
    edges = np.linspace(0, 1, BINS + 1)
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high) if low > 0 else confidence <= high
        if inside.any():
            bins.append({
                "confidence": confidence[inside].mean(),
                "accuracy": hits[inside].mean(),
                "rows": int(inside.sum()),
            })
            error += inside.mean() * abs(confidence[inside].mean() - hits[inside].mean())
    return bins, error


def case(name, kind, labels, rows):
    evaluation = {"kind": kind, **expected(kind, labels, rows)}
    evaluation["learning_topics"] = {
        topic: expected(kind, labels, [row for row in rows if row["learning_topic"] == topic]) for topic in TOPICS
    }
    return {"name": name, "kind": kind, "labels": labels, "rows": rows, "expected": evaluation}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return float(value) if isinstance(value, np.floating) else value


def main():
    random = np.random.default_rng(7)
    engagement = ["engaged", "neutral", "confused", "frustrated", "bored"]
    levels = ["novice", "intermediate", "advanced"]
    grades = ["insufficient", "needs-improvement", "good", "excellent"]
    wrong = ["add-across", "bigger-denominator", "current-used-up", "no-motion"]
    cases = [
        case("one label of five", "SINGLE_LABEL", engagement, one_label(random, engagement, 60, 1.0)),
        case("one label of two", "SINGLE_LABEL", ["yes", "no"], one_label(random, ["yes", "no"], 40, 0.5)),
        case("a scale of three", "ORDINAL", levels, one_label(random, levels, 60, 1.2)),
        case("worse than chance", "ORDINAL", grades, one_label(random, grades, 40, -1.0)),
        case("a label off the scale", "ORDINAL", grades, one_label(random, grades, 60, 2.0, "superb")),
        case("many labels", "MULTI_LABEL", wrong, many_labels(random, wrong, 60, 2.0)),
        case("many labels and another", "MULTI_LABEL", wrong, many_labels(random, wrong, 60, 1.0, "unheard-of")),
        case("one of many labels", "MULTI_LABEL", ["late"], many_labels(random, ["late"], 40, 1.0)),
    ]
    made_with = "scikit-learn %s, numpy %s" % (sklearn.__version__, np.__version__)
    file = pathlib.Path(__file__).with_name("scores.json")
    lines = []
    for made in plain(cases):
        rows = ",\n".join(json.dumps(row) for row in made.pop("rows"))
        lines.append("%s,\n\"rows\": [\n%s\n]}" % (json.dumps(made)[:-1], rows))
    text = '{"made_with": %s,\n"cases": [\n%s\n]}\n' % (json.dumps(made_with), ",\n".join(lines))
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
