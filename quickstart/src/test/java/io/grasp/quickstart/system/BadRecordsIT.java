package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.streams.StreamsApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a platform sends, it is set aside whole and says why, and the student's next answer is classified. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRecordsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Random RANDOM = new Random(8);

    private TestCluster cluster;
    private StreamsApp app;
    private int count;

    @BeforeAll
    void anAppServes(@TempDir Path scratch) throws Exception {
        Path schemas = scratch.resolve("schemas");
        NewerProducer.publishSchema(schemas);
        cluster = new TestCluster(scratch);
        cluster.publishChampion(1);
        app = cluster.startApp(Map.of("schema.directory", schemas.toString()));
    }

    @AfterAll
    void stop() {
        app.close();
        cluster.close();
    }

    static Stream<byte[]> noKnownRecord() {
        byte[] noise = new byte[300];
        RANDOM.nextBytes(noise);
        return Stream.of(
                new byte[0],
                noise,
                "{\"studentId\": \"s\", \"text\": \"half\"}".getBytes(UTF_8),
                HexFormat.of().parseHex("c3010000000000000000"),
                Arrays.copyOf(NewerProducer.aDrawing("cut-off", "s"), 40));
    }

    @ParameterizedTest
    @MethodSource("noKnownRecord")
    void bytesThatAreNoKnownRecord(byte[] value) {
        assertThat(setAside("s", value).stage()).isEqualTo(Stage.DECODE);
    }

    @Test
    void aRecordWithoutValue() {
        assertThat(setAside("s", null).reason()).contains("has no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t\r\n"})
    void aTextWithNothingInIt(String text) {
        DeadLetter letter =
                setAside(anInteraction("blank-" + count, "s").setText(text).build());

        assertThat(letter.stage()).isEqualTo(Stage.VALIDATE);
        assertThat(letter.reason()).contains("text is blank");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 3_900_000})
    void aTextThatIsFarTooLongIsKeptWhole(int characters) {
        String text = "essay ".repeat(characters / 6);
        DeadLetter letter =
                setAside(anInteraction("essay-" + characters, "s").setText(text).build());

        assertThat(letter.stage()).isEqualTo(Stage.VALIDATE);
        assertThat(letter.reason()).contains("classify.max.characters").doesNotContain("essay essay");
    }

    @Test
    void anInteractionUnderAnotherStudentsKey() {
        byte[] value = bytes(anInteraction("strayed", "ann").build());

        assertThat(setAside("bob", value).stage()).isEqualTo(Stage.VALIDATE);
    }

    @Test
    void anIdThatWasUsedBefore() {
        Interaction interaction = anInteraction("twice", "s").build();
        cluster.writer().write(cluster.topics().interactions(), "s", interaction);

        DeadLetter letter = setAside(interaction);

        assertThat(letter.stage()).isEqualTo(Stage.VALIDATE);
        assertThat(classificationsOf("twice")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"🤷🏽‍♀️ ½ + ⅓?? 👩‍👩‍👧", "\u0000\u0001\u001b[2J half\u0007", "\u202ehalf a", "\ud83d"})
    void controlCharactersAndEmojiAreJustText(String text) {
        String id = "odd-" + count++;
        cluster.writer()
                .write(
                        cluster.topics().interactions(),
                        "s",
                        anInteraction(id, "s").setText(text).build());

        assertThat(awaitClassification(id).getComprehensionLevel()).isNotNull();
    }

    @Test
    void aKindOfInteractionThatOnlyANewerProducerKnowsIsClassifiedAllTheSame() {
        cluster.writer()
                .writeBytes(
                        cluster.topics().interactions(), "s".getBytes(UTF_8), NewerProducer.aDrawing("a-drawing", "s"));

        assertThat(awaitClassification("a-drawing").getTasks()).isNotEmpty();
    }

    private DeadLetter setAside(Interaction interaction) {
        return setAside(interaction.getStudentId(), bytes(interaction));
    }

    /** Sends a bad record and a good one behind it, and returns what became of the bad one. */
    private DeadLetter setAside(String key, byte @Nullable [] value) {
        int before = deadLetters().size();
        cluster.writer().writeBytes(cluster.topics().interactions(), key.getBytes(UTF_8), value);
        String next = "next-" + count++;
        cluster.writer()
                .write(
                        cluster.topics().interactions(),
                        key,
                        anInteraction(next, key).build());

        assertThat(awaitClassification(next)).isNotNull();
        assertThat(app.readiness().ready()).isTrue();
        List<DeadLetter> letters = deadLetters();
        assertThat(letters).hasSize(before + 1);
        DeadLetter letter = letters.get(letters.size() - 1);
        assertThat(letter.key()).isEqualTo(key.getBytes(UTF_8));
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.origin().topic()).isEqualTo("interactions");
        return letter;
    }

    /** Oldest first. All records of a test have one key, so partitions do not mix the order. */
    private List<DeadLetter> deadLetters() {
        return cluster.read(cluster.topics().deadLetters()).stream()
                .sorted(Comparator.comparingLong(record -> record.timestamp()))
                .map(DeadLetter::from)
                .toList();
    }

    private Classification awaitClassification(String id) {
        cluster.writer().flush();
        await().atMost(SOON).until(() -> !classificationsOf(id).isEmpty());
        return classificationsOf(id).get(0);
    }

    private List<Classification> classificationsOf(String id) {
        return cluster.values(cluster.topics().classifications()).stream()
                .filter(classification -> classification.getInteractionId().equals(id))
                .toList();
    }

    private byte[] bytes(Interaction interaction) {
        return cluster.topics()
                .interactions()
                .valueSerde()
                .serializer()
                .serialize(cluster.topics().interactions().name(), interaction);
    }
}
