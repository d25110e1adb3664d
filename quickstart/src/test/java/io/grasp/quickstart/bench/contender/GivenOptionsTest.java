package io.grasp.quickstart.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class GivenOptionsTest {
    @Command(name = "asked")
    static final class Asked {
        @Option(names = "--task")
        List<String> tasks = new ArrayList<>();

        @Option(names = {"-r", "--runs"})
        int runs = 3;

        @Option(names = "--other")
        String other = "not given";
    }

    @Test
    void anOptionThatIsGivenTwiceIsHandedOnTwice() {
        CommandLine command = new CommandLine(new Asked());
        command.parseArgs("--task=a=x", "-r", "7", "--task", "b=y");

        assertThat(GivenOptions.of(command, option -> true))
                .containsExactlyInAnyOrder("--task=a=x", "--task=b=y", "--runs=7");
        assertThat(GivenOptions.of(command, option -> option.longestName().equals("--runs")))
                .containsExactly("--runs=7");
    }
}
