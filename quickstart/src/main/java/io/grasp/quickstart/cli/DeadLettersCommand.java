package io.grasp.quickstart.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.cli.KafkaOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what was set aside, and gives it back once its cause is mended. */
@Command(
        name = "dead-letters",
        description = "Look at what was set aside and why, and replay it.",
        mixinStandardHelpOptions = true,
        subcommands = {DeadLettersCommand.ListCommand.class, DeadLettersCommand.ReplayCommand.class})
public final class DeadLettersCommand {
    /** Lists dead letters, oldest first. */
    @Command(name = "list", description = "List dead letters, oldest first.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Option(names = "--stage", description = "Only of this stage: ${COMPLETION-CANDIDATES}.")
        private @Nullable Stage stage;

        @Option(names = "--json", description = "One JSON object on the last line.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws JsonProcessingException {
            KafkaSettings settings = kafka.settings();
            List<DeadLetter> letters = DeadLetterLog.read(settings).stream()
                    .filter(letter -> stage == null || letter.stage() == stage)
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(new ObjectMapper()
                        .writeValueAsString(Map.of(
                                "dead_letters",
                                letters.stream().map(ListCommand::asJson).toList())));
            } else {
                letters.forEach(letter -> out.printf(
                        "%s  %-8s  %s-%d@%d  %s%n",
                        Instant.ofEpochMilli(letter.origin().timestampMillis()),
                        letter.stage(),
                        letter.origin().topic(),
                        letter.origin().partition(),
                        letter.origin().offset(),
                        letter.reason()));
                out.printf("%d dead letters%n", letters.size());
            }
            out.flush();
            return 0;
        }

        private static Map<String, Object> asJson(DeadLetter letter) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("stage", letter.stage().name());
            object.put("reason", letter.reason());
            object.put("topic", letter.origin().topic());
            object.put("partition", letter.origin().partition());
            object.put("offset", letter.origin().offset());
            object.put("timestamp", letter.origin().timestampMillis());
            return object;
        }
    }

    /** Sends dead letters back to the topics they came from. */
    @Command(
            name = "replay",
            description = "Send dead letters back to the topics they came from, once their cause is mended.",
            mixinStandardHelpOptions = true)
    static final class ReplayCommand implements Callable<Integer> {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();

        @Option(names = "--stage", required = true, description = "Only of this stage: ${COMPLETION-CANDIDATES}.")
        private Stage stage = Stage.DECODE;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            List<String> refused = new ArrayList<>();
            int replayed = 0;
            KafkaSettings settings = kafka.settings();
            Topics topics = settings.topics();
            try (EventWriter writer = new EventWriter(settings.clientProperties())) {
                for (DeadLetter letter : DeadLetterLog.read(settings)) {
                    if (letter.stage() != stage) {
                        continue;
                    }
                    var origin = topics.all().stream()
                            .filter(topic -> topic.name().equals(letter.origin().topic()))
                            .findFirst();
                    if (origin.isPresent()) {
                        writer.writeBytes(origin.get(), letter.key(), letter.value());
                        replayed++;
                    } else {
                        refused.add(letter.origin().topic());
                    }
                }
                writer.flush();
            }
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%d dead letters replayed%n", replayed);
            refused.stream()
                    .distinct()
                    .forEach(topic ->
                            out.printf("Not replayed: topic %s is none of ours; is the prefix right?%n", topic));
            out.flush();
            return refused.isEmpty() ? 0 : 1;
        }
    }
}
