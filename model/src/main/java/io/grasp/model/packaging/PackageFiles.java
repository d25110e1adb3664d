package io.grasp.model.packaging;

import java.util.List;

/** The names of a package's files. */
final class PackageFiles {
    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String ENCODER = "model.safetensors";
    static final String HEADS = "heads.safetensors";
    /** Only in packages with heads that read words. */
    static final String LEXICAL = "lexical.safetensors";

    static final String MANIFEST = "grasp.json";
    static final String METRICS = "metrics.json";
    static final String MODEL_CARD = "README.md";
    /** Only in packages whose training wrote one. */
    static final String REPORT = "report.html";

    static final String CHECKSUMS = "SHA256SUMS";

    /** The files that every package has. */
    static final List<String> CHECKSUMMED =
            List.of(CONFIG, TOKENIZER, TOKENIZER_CONFIG, ENCODER, HEADS, MANIFEST, METRICS, MODEL_CARD);

    private PackageFiles() {}
}
