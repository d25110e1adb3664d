package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.Grasp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleBenchCommandTest {
    private static final int BAD_USAGE = 2;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "scale"));
        arguments.addAll(List.of(options));
        return Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void dimensionsThatCannotBeMeasuredAreBadUsage() {
        int exit = run("--data=a.csv", "--model=a", "--dimension=colour=1", "--dimension=tasks=0");

        assertThat(exit).isEqualTo(BAD_USAGE);
        assertThat(err.toString())
                .contains("there is no dimension 'colour'", "tasks=0 is no whole number", "The dimensions are");
    }

    @Test
    void noRunsAreBadUsage() {
        assertThat(run("--data=a.csv", "--model=a", "--runs=0")).isEqualTo(BAD_USAGE);
    }

    @Test
    void aSettingThatDoesNotExistIsToldBeforeAnythingIsMeasured() {
        assertThat(run("--data=a.csv", "--model=a", "--setting=stream.treads=2"))
                .isNotZero();
        assertThat(err.toString()).contains("stream.treads").contains("did you mean stream.threads");
    }

    @Test
    void helpNamesAllDimensionsWithTheirUsualValues() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("inference-threads=1,2", "partitions=1,4,8", "students=10,1000,100000");
    }
}
