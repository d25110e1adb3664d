package io.grasp.quickstart.bench.scale;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.packaging.ModelPackageWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Packages with the encoder of another one and as many tasks and labels as are wanted. What they answer means nothing:
 * their heads are random, and neither calibrated nor reading words.
 *
 * @param given whose encoder they have
 * @param directory where they are written; must be there
 */
record VariantPackages(Path given, Path directory) {
    private static final long SEED = 1;
    private static final double SMALL = 0.05;

    /**
     * Returns the package with so many tasks, each of which chooses one of so many labels. Writes it the first time.
     *
     * @param labels at least two
     */
    Path with(int tasks, int labels) {
        Path written = directory.resolve("tasks-%d-labels-%d".formatted(tasks, labels));
        if (!Files.exists(written)) {
            write(written, tasks, labels);
        }
        return written;
    }

    private void write(Path target, int tasks, int labels) {
        ModelPackage read = ModelPackageReader.read(given);
        Random random = new Random(SEED);
        int hidden = read.encoder().config().hiddenSize();
        List<ClassificationHead> heads = numbered("task-", tasks).stream()
                .map(name -> new Task(name, TaskKind.SINGLE_LABEL, numbered("label-", labels)))
                .map(task -> head(task, hidden, random))
                .toList();
        ModelPackageWriter.write(
                target,
                read.encoder(),
                heads,
                Manifest.of(heads, read.manifest().reading(), read.manifest().lineage()),
                Map.of(),
                "Random heads, to measure how long they take.\n");
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> name + number).toList();
    }

    private static ClassificationHead head(Task task, int hidden, Random random) {
        int labels = task.labels().size();
        float[][] weight = new float[labels][];
        for (int label = 0; label < labels; label++) {
            weight[label] = gaussians(random, hidden);
        }
        return new ClassificationHead(task, weight, gaussians(random, labels), Calibration.none(task));
    }

    private static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * SMALL);
        }
        return values;
    }
}
