"""Makes the tiny checkpoints beside this file: random weights, tokenizers trained on the sentences below.

Run with Python's transformers 5, torch and tokenizers. expected.json is what transformers answers in evaluation mode.
"""
import json
import pathlib

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
)

SENTENCES = [
    "A plant takes in light and carbon dioxide and makes sugar and oxygen.",
    "Roots take up water; most of a tree's mass comes from the air, not from the soil.",
    "To add 1/2 and 1/3 you first need a common denominator, so you get 3/6 + 2/6 = 5/6.",
    "The bulb goes out because there is a gap in the circuit and no charge can flow.",
    "A heavy ball and a light ball fall equally fast if there is no air.",
    "I think the current is used up by the first lamp, so the second one is dimmer.",
    "Why does ice float on water? Because it is less dense than the water around it.",
    "I don't know, maybe it is the sun?",
]
MAX_LENGTH = 32
LONG = "the current is used up by the first lamp "
CASES = [
    ("The bulb goes out.", None),
    ("Why does ice float?", "becuase its lighter then watter!!"),
    ("x² + 5x = 0 → x = −5 😀 naïve", None),
    ("1/2 + 1/3?", "2/5"),
    ("", None),
    ("Why?", " "),
    ("[PAD] spelled out <pad> by a student <s> [SEP]", "and <pad> again"),
    (LONG * 9, None),
    ("Why is it dim?", LONG * 9),
    (LONG * 9, "no idea"),
    (LONG * 9, LONG * 9),
    (LONG * 9, "roots " + LONG * 9),
    ("roots " + LONG * 9, LONG * 9),
]


def word_piece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(SENTENCES, trainers.WordPieceTrainer(vocab_size=200, special_tokens=specials))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer, dict(pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")


def byte_pairs():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=360, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
        ),
    )
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer, dict(
        bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>", cls_token="<s>", sep_token="</s>",
        mask_token="<mask>",
    )


def labels(*names):
    return dict(id2label=dict(enumerate(names)), label2id={name: i for i, name in enumerate(names)})


def write(name, backend, specials, inputs, model):
    directory = pathlib.Path(__file__).parent / name
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, model_max_length=MAX_LENGTH, model_input_names=inputs, **specials
    )
    model.eval()
    for parameter_name, parameter in model.named_parameters():
        if parameter_name.endswith(".bias") or "LayerNorm" in parameter_name or "layer_norm" in parameter_name:
            parameter.data += 0.1 * torch.randn_like(parameter)
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    (directory / "tokenizer.json").write_text(json.dumps(json.loads((directory / "tokenizer.json").read_text())))
    cases = []
    for text, pair in CASES:
        encoded = tokenizer(text, pair, truncation="longest_first", max_length=MAX_LENGTH, return_tensors="pt")
        with torch.no_grad():
            logits = model(**encoded).logits[0]
        multi = model.config.problem_type == "multi_label_classification"
        probabilities = torch.sigmoid(logits) if multi else torch.softmax(logits, -1)
        cases.append(
            dict(
                text=text,
                text_pair=pair,
                input_ids=encoded["input_ids"][0].tolist(),
                token_type_ids=encoded["token_type_ids"][0].tolist() if "token_type_ids" in encoded else None,
                logits=[round(x, 6) for x in logits.tolist()],
                probabilities=[round(x, 6) for x in probabilities.tolist()],
            )
        )
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (directory / "expected.json").write_text('{"max_length": %d, "cases": [\n%s\n]}\n' % (MAX_LENGTH, lines))


def main():
    torch.manual_seed(7)
    pieces, bert_specials = word_piece()
    pairs, roberta_specials = byte_pairs()
    common = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, initializer_range=0.4)
    write(
        "bert", pieces, bert_specials, ["input_ids", "token_type_ids", "attention_mask"],
        BertForSequenceClassification(BertConfig(
            vocab_size=pieces.get_vocab_size(), max_position_embeddings=32, pad_token_id=0,
            **common, **labels("novice", "intermediate", "advanced"),
        )),
    )
    write(
        "roberta", pairs, roberta_specials, ["input_ids", "attention_mask"],
        RobertaForSequenceClassification(RobertaConfig(
            vocab_size=pairs.get_vocab_size(), max_position_embeddings=34, pad_token_id=1, type_vocab_size=1,
            layer_norm_eps=1e-5, problem_type="multi_label_classification",
            **common, **labels("current-used-up", "open-circuit", "heavier-falls-faster", "off-topic"),
        )),
    )
    write(
        "distilbert", pieces, bert_specials, ["input_ids", "attention_mask"],
        DistilBertForSequenceClassification(DistilBertConfig(
            vocab_size=pieces.get_vocab_size(), max_position_embeddings=40, pad_token_id=0, dim=16, n_layers=2,
            n_heads=2, hidden_dim=32, initializer_range=0.4, **labels("confused", "engaged"),
        )),
    )


if __name__ == "__main__":
    main()
