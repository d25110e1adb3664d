package io.grasp.trainer.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as pixels. Where there are no fonts, making a chart and painting it both fail in ways that AWT chooses. */
public final class ChartImage {
    /** Pixels of the picture for one of the page. */
    static final int SCALE = 2;

    private ChartImage() {}

    /** Paints a chart, {@link #SCALE} times as large as on the page. */
    public static BufferedImage painted(Chart<?, ?> chart) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            chart.paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /**
     * The picture as PNG.
     *
     * @throws IllegalStateException if this Java writes none
     */
    public static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException("This Java writes no PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A picture could not be written into memory", e);
        }
        return bytes.toByteArray();
    }
}
