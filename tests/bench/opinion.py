#!/usr/bin/env python3
"""How good the classifier is on the sealed test part, beside three peers that learn from the same training posts:
an exact lexicon, scikit-learn (hashed character n-grams, logistic regression) and fastText (supervised).

Usage: python3 -m venv v && v/bin/pip install numpy scikit-learn fasttext-wheel
       v/bin/python tests/bench/opinion.py [target/release/routewatch]
"""
import collections, glob, json, os, re, subprocess, sys, tempfile, tomllib

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline

binary = sys.argv[1] if len(sys.argv) > 1 else "target/release/routewatch"
classifier = os.path.join(os.path.dirname(__file__), "../../classifier")


def posts(pattern):
    for path in sorted(glob.glob(os.path.join(classifier, "corpus", pattern))):
        with open(path, encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


train, sealed = list(posts("w*.jsonl")), list(posts("sealed/*.jsonl"))
texts = [post["text"] for post in sealed]
answers = np.array([post["label"] == "offer" for post in train])
truth = np.array([post["label"] == "offer" for post in sealed])


def lexicon():
    """Terms of the language that occur literally: three points where one decides alone, one otherwise."""
    points = {"alone": 3, "together": 1, "weak": 0.3, "against": -1}
    terms = collections.defaultdict(list)
    for path in glob.glob(os.path.join(classifier, "lexicons", "*.toml")):
        with open(path, "rb") as file:
            parsed = tomllib.load(file)
        language = parsed["language"].split("-")[0] if parsed["language"].startswith("ar-") and \
            parsed["language"] != "ar-Latn" else parsed["language"]
        terms[language] += [(t["term"].lower(), points[t["strength"]]) for t in parsed["term"]]
    def score(post):
        text = post["text"].lower()
        return sum(weight for term, weight in terms[post["language"]] + terms["emoji"] if term in text)
    return np.array([score(post) for post in sealed])


def scikit_learn():
    model = make_pipeline(HashingVectorizer(analyzer="char", ngram_range=(1, 5), n_features=2**20, alternate_sign=False),
                          TfidfTransformer(sublinear_tf=True), LogisticRegression(C=10, max_iter=300))
    model.fit([post["text"] for post in train], answers)
    return model.predict_proba(texts)[:, 1]


def fasttext():
    import fasttext as library
    flat = lambda text: re.sub(r"\s+", " ", text)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for post, offer in zip(train, answers):
            file.write(f"__label__{int(offer)} {flat(post['text'])}\n")
        file.flush()
        model = library.train_supervised(file.name, epoch=40, lr=0.4, minn=2, maxn=5, dim=50, wordNgrams=2,
                                         bucket=500_000, thread=1, seed=7, verbose=0)
    def score(text):
        found = dict((label, share) for share, label in model.f.predict(flat(text) + "\n", 2, 0.0, "strict"))
        return found.get("__label__1", 0.0)
    return np.array([score(text) for text in texts])


def routewatch():
    lines = "\n".join(json.dumps({"id": post["id"], "text": post["text"]}) for post in sealed)
    out = subprocess.run([binary, "assess", "--json", "-"], input=lines, capture_output=True, text=True, check=True)
    return np.array([json.loads(line)["score"] for line in out.stdout.splitlines()])


def parts(key):
    return sorted({post[key] for post in sealed})


scores = {"routewatch": routewatch(), "scikit-learn char 1-5": scikit_learn(), "fastText char 2-5": fasttext(),
          "exact lexicon": lexicon()}
print(f"{len(train)} training posts, {len(sealed)} sealed posts\n")
print("| part | posts | " + " | ".join(scores) + " |\n|---|---|" + "---|" * len(scores))


def row(name, mask):
    if len(set(truth[mask])) == 2:
        print(f"| {name} | {mask.sum()} | " + " | ".join(f"{roc_auc_score(truth[mask], s[mask]):.3f}" for s in scores.values()) + " |")


row("all", np.ones(len(sealed), bool))
for key in ("difficulty", "language"):
    for value in parts(key):
        row(f"{key} {value}", np.array([post[key] == value for post in sealed]))
for label in ("seeker", "about", "licit_service", "other"):
    row(f"offer or {label}", np.array([post["label"] in ("offer", label) for post in sealed]))
