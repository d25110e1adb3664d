package io.grasp.quickstart.bench.serving;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that say how much the streams-app can do, and for how long it settles at a share of that; a picocli
 * mixin.
 */
final class LoadOptions {
    private static final String MEASURED = "measured";
    private static final double UNKNOWN = 0;

    @Option(
            names = "--capacity",
            paramLabel = "R|" + MEASURED,
            defaultValue = MEASURED,
            converter = Converter.class,
            description = "Interactions a second that the loads are shares of; " + MEASURED + ": as many as it"
                    + " classifies when all rows wait, which takes another run (default: ${DEFAULT-VALUE}).")
    private double capacity = UNKNOWN;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long interactions come like that before they are measured, so that what the warm-up left"
                    + " behind is dealt with (default: ${DEFAULT-VALUE}).")
    private int settle = 10;

    /** How long a load lasts before it is measured. */
    Duration settle() {
        return Duration.ofSeconds(settle);
    }

    /** Interactions a second that loads are shares of. */
    double capacity(Variant variant, Workload workload, int partitions, PrintWriter progress)
            throws InterruptedException {
        if (capacity != UNKNOWN) {
            return capacity;
        }
        progress.printf("Measuring the capacity of %s …%n", variant.name());
        progress.flush();
        double measured = new Pipeline(variant, workload, partitions).measure().perSecond();
        progress.printf(Locale.ROOT, "… %.1f interactions a second%n", measured);
        progress.flush();
        return measured;
    }

    /** Reads a rate, or that it is to be measured. */
    static final class Converter implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            if (value.equals(MEASURED)) {
                return UNKNOWN;
            }
            try {
                double rate = Double.parseDouble(value);
                if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
                    return rate;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw new TypeConversionException("'%s' is neither a number above 0 nor '%s'".formatted(value, MEASURED));
        }
    }
}
