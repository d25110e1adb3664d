package io.grasp.quickstart;

import io.grasp.events.Classification;
import io.grasp.events.Misconception;
import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.model.minilm.MiniLm;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.sample.Curriculum;
import io.grasp.quickstart.sample.Lesson;
import io.grasp.quickstart.screen.BeforeAndAfter;
import io.grasp.quickstart.screen.LiveTable;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.quickstart.stream.InteractionFeed;
import io.grasp.quickstart.stream.StreamObserver;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.TrainerSettings;
import io.grasp.trainer.TrainerWorker;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The whole system in this JVM, doing what it is for: teachers label, a first model goes live, students write, labels
 * for a new learning topic arrive, a second model goes live without a restart.
 */
final class Quickstart implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration A_FEW_TRANSACTIONS = Duration.ofMillis(500);
    private static final int LINES_A_LESSON = 24;
    private static final double AN_EYES_PACE = 2;
    private static final double UNHURRIED = 20;
    private static final String BEFORE = "before-";
    private static final String NOW = "now-";

    private final Curriculum curriculum;
    private final PrintWriter out;
    private final Clock clock = Clock.systemUTC();
    private final long begun = System.nanoTime();
    private final Map<String, String> misconceptionNames;

    private final Scratch scratch;
    private final EmbeddedKafka kafka;
    private final Topics topics;
    private final StreamsApp app;
    private final TrainerWorker trainer;
    private final EventWriter writer;
    private final InteractionFeed feed;
    private final LiveTable table;
    private final StreamObserver observer;
    private final Set<String> labelled = new HashSet<>();

    /**
     * Starts broker, apps and observer.
     *
     * @param httpPort where the streams-app answers health; 0 for any free port
     */
    Quickstart(Curriculum curriculum, PrintWriter out, Progress progress, int httpPort) {
        this.curriculum = curriculum;
        this.out = out;
        this.misconceptionNames = curriculum.misconceptions().stream()
                .collect(Collectors.toMap(Misconception::getMisconceptionId, Misconception::getName));
        say("Starting an embedded Kafka broker …");
        scratch = Scratch.create("grasp-quickstart");
        kafka = EmbeddedKafka.start(scratch.resolve("kafka"));
        Map<String, String> settings = Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "model.store", scratch.resolve("models").toString());
        StreamsAppSettings appSettings = StreamsAppSettings.from(Settings.of(
                with(
                        settings,
                        Map.of(
                                "state.directory", scratch.resolve("state").toString(),
                                "http.port", String.valueOf(httpPort),
                                // It holds for the process, and the trainer in it should learn the same everywhere.
                                "inference.matmul.precision", "highest")),
                Map.of()));
        TrainerSettings trainerSettings = TrainerSettings.from(Settings.of(
                with(settings, Map.of("training.quiet-period", "2s", "training.min-interval", "1s")), Map.of()));
        topics = appSettings.kafka().topics();
        DirectoryModelStore store = new DirectoryModelStore(appSettings.modelStore());
        app = new StreamsApp(appSettings, store, clock);
        app.start();
        Map<String, Object> clients = appSettings.kafka().clientProperties();
        writer = new EventWriter(clients);
        feed = new InteractionFeed(writer, topics, clock);
        table = new LiveTable(
                out, curriculum.scheme().definitions().get(0).name(), feed::rowOf, this::misconceptionName);
        observer = new StreamObserver(clients, topics, table, clock);
        trainer = new TrainerWorker(
                trainerSettings,
                store,
                new TransformerFineTuner(Checkpoints.none()),
                MiniLm.encoderFiles(),
                clock,
                progress);
        startTrainer();
    }

    /**
     * Runs through all lessons once.
     *
     * @param pace how many interactions students write a second
     */
    RunSummary run(double pace) {
        publishCatalogs();
        Lesson first = curriculum.lessons().get(0);
        teach(first, 1);
        List<Lesson> next = curriculum.lessons().subList(1, curriculum.lessons().size());
        say(
                "%n%d students' answers arrive, none of which the model has seen:%n",
                first.heldOut().size());
        stream(first.heldOut(), NOW, pace);
        for (Lesson lesson : next) {
            say("%nNow answers on %s, a learning topic that the model has never seen:%n", lesson.title());
            stream(lesson.heldOut(), BEFORE, pace);
            teach(lesson, 1 + curriculum.lessons().indexOf(lesson));
            say("%nThe same answers on %s again:%n", lesson.title());
            stream(lesson.heldOut(), NOW, pace);
            say("%nWhat the new version changed, without a restart:%n");
            new BeforeAndAfter(this::misconceptionName)
                    .print(out, lesson.heldOut(), classifiedAs(BEFORE), classifiedAs(NOW), 12);
        }
        sendBlankOnes(pace);
        return new RunReport(observer, topics, feed).summary((System.nanoTime() - begun) / 1e9);
    }

    /**
     * Teaches the curriculum's first lesson, then a misconception that is not in it.
     *
     * @param taught answers with the misconception, to be labelled
     * @param asked other answers with it
     * @param others answers of the same learning topic without it
     */
    NewMisconception learn(
            String misconception, List<LabeledRow> taught, List<LabeledRow> asked, List<LabeledRow> others) {
        publishCatalogs();
        teach(curriculum.lessons().get(0), 1);
        stream(asked, BEFORE, UNHURRIED);
        Instant first = clock.instant();
        teach(new Lesson(misconceptionName(misconception), taught), 2);
        double seconds = Duration.between(first, clock.instant()).toMillis() / 1e3;
        stream(asked, NOW, UNHURRIED);
        stream(others, NOW, UNHURRIED);
        return new NewMisconception(
                misconception,
                taught.size(),
                seconds,
                asked.size(),
                naming(misconception, BEFORE, asked),
                naming(misconception, NOW, asked),
                naming(misconception, NOW, others),
                others.size(),
                observer.versions().get(1));
    }

    private long naming(String misconception, String idPrefix, List<LabeledRow> rows) {
        Map<String, Classification> classified = classifiedAs(idPrefix);
        return rows.stream()
                .map(row -> classified.get(row.id()))
                .filter(Objects::nonNull)
                .filter(classification -> classification.getMisconceptions().contains(misconception))
                .count();
    }

    /** Goes on streaming the held-out answers, round after round and as if written now, until interrupted. */
    void goOn() throws InterruptedException {
        List<LabeledRow> all = curriculum.lessons().stream()
                .flatMap(lesson -> lesson.heldOut().stream())
                .map(row -> row.at(null))
                .toList();
        say(
                "%nStreaming on; readiness at http://127.0.0.1:%d/health/ready, broker at %s. Ctrl-C stops it.%n",
                app.httpPort(), kafka.bootstrapServers());
        table.open(Integer.MAX_VALUE);
        for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
            feed.send(all, "round-" + round + "-", AN_EYES_PACE, observer::sent);
        }
    }

    @Override
    public void close() {
        table.close();
        trainer.close();
        observer.close();
        writer.close();
        app.close();
        kafka.close();
        scratch.close();
    }

    private void startTrainer() {
        Thread thread = new Thread(trainer::run, "trainer");
        thread.setDaemon(true);
        thread.start();
    }

    private void publishCatalogs() {
        curriculum
                .misconceptions()
                .forEach(entry -> writer.write(topics.misconceptions(), entry.getMisconceptionId(), entry));
        curriculum.resources().forEach(entry -> writer.write(topics.resources(), entry.getResourceId(), entry));
        writer.flush();
    }

    /** Sends a lesson's labels and waits until the version that learnt from them is judged, and serves if it won. */
    private void teach(Lesson lesson, int version) {
        int heldOut = lesson.heldOut().size();
        say(
                "%nTeachers label %d answers on %s; the trainer learns from %d and keeps %d to be judged by …",
                lesson.rows().size(),
                lesson.title(),
                lesson.rows().size() - lesson.blank().size() - heldOut,
                heldOut);
        Instant now = clock.instant();
        for (LabeledRow row : lesson.rows()) {
            labelled.add(row.id());
            writer.write(topics.labels(), row.id(), LabelRecords.labeled(row, curriculum.scheme(), "quickstart", now));
        }
        writer.flush();
        await(
                "version %d to be announced".formatted(version),
                () -> observer.versions().size() >= version);
        ModelVersion announced = observer.versions().get(version - 1);
        if (announced.getStatus() == ModelStatus.CHAMPION) {
            await(
                    "%s to serve".formatted(announced.getVersion()),
                    () -> serves(announced) && app.readiness().ready());
        }
        say(
                "%s %s: %s",
                announced.getVersion(),
                announced.getStatus() == ModelStatus.CHAMPION ? "is live" : "was held back",
                announced.getReason());
    }

    private boolean serves(ModelVersion announced) {
        return app.model()
                .filter(model -> model.version().name().equals(announced.getVersion()))
                .isPresent();
    }

    private void stream(List<LabeledRow> rows, String idPrefix, double pace) {
        awaitEverythingDecided(); // labels waited for the first model too, and must not hold up the answers' decisions
        table.open(LINES_A_LESSON);
        feed.send(rows, idPrefix, pace, observer::sent);
        awaitEverythingSent();
        table.finish();
    }

    private void sendBlankOnes(double pace) {
        List<LabeledRow> blank = curriculum.lessons().stream()
                .flatMap(lesson -> lesson.blank().stream())
                .toList();
        if (!blank.isEmpty()) {
            say("%n%d students hand in nothing; such interactions are set aside as dead letters.", blank.size());
            feed.send(blank, NOW, pace, observer::sent);
            awaitEverythingSent();
        }
    }

    private void awaitEverythingSent() {
        await(
                "every interaction to come out",
                () -> observer.count(topics.classifications()) + observer.count(topics.deadLetters()) >= feed.sent());
        awaitEverythingDecided();
    }

    /** A learner's state follows on each classification and label; what else it triggers is in the same transaction. */
    private void awaitEverythingDecided() {
        await(
                "every classification and label to be decided on",
                () -> observer.count(topics.learnerState())
                                >= observer.count(topics.classifications()) + labelled.size()
                        && observer.quiet().compareTo(A_FEW_TRANSACTIONS) > 0);
    }

    private Map<String, Classification> classifiedAs(String idPrefix) {
        Map<String, Classification> byRow = new HashMap<>();
        for (Classification classification : observer.classifications()) {
            LabeledRow row = feed.rowOf(classification.getInteractionId());
            if (row != null && classification.getInteractionId().startsWith(idPrefix)) {
                byRow.put(row.id(), classification);
            }
        }
        return byRow;
    }

    private String misconceptionName(String id) {
        return Optional.ofNullable(misconceptionNames.get(id)).orElse(id);
    }

    private void await(String what, BooleanSupplier condition) {
        Instant until = clock.instant().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(until)) {
                throw new IllegalStateException("Waited %d minutes for %s; the streams-app lacks: %s"
                        .formatted(PATIENCE.toMinutes(), what, app.readiness().missing()));
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + what, e);
            }
        }
    }

    private void say(String words, Object... arguments) {
        out.printf(words + "%n", arguments);
        out.flush();
    }

    private static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(base);
        all.putAll(more);
        return all;
    }
}
