package io.grasp.trainer.report;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.internal.chartpart.Chart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns charts into pictures, where that can be done. A server may have no font, or a Java without AWT; then a training
 * is not lost for it, but goes without pictures. For one thread.
 */
final class Painter {
    private static final Logger LOG = LoggerFactory.getLogger(Painter.class);

    private final Brush brush;
    private @Nullable String failure;

    /** A painter that knows how. */
    Painter() {
        this(ChartImage::painted);
    }

    Painter(Brush brush) {
        this.brush = brush;
    }

    /** Draws a chart, as large as {@link ChartImage#painted} does. */
    interface Brush {
        BufferedImage paint(Chart<?, ?> chart);
    }

    /**
     * Paints a chart, unless that failed before.
     *
     * @param chart made only here, since even that needs fonts
     * @param description what the picture shows
     */
    Optional<Picture> paint(Supplier<? extends Chart<?, ?>> chart, String description) {
        if (failure != null) {
            return Optional.empty();
        }
        try {
            Chart<?, ?> made = chart.get();
            return Optional.of(
                    Picture.of(ChartImage.png(brush.paint(made)), made.getWidth(), made.getHeight(), description));
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            // what AWT throws where there are no fonts differs by Java version
            failure = e.getClass().getSimpleName();
            LOG.atWarn()
                    .addKeyValue("reason", e)
                    .log("Pictures can't be drawn; the report goes without. Install fontconfig and a font for them");
            LOG.debug("Pictures can't be drawn", e);
            return Optional.empty();
        }
    }

    /** Why there are no pictures; empty if nothing failed. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
