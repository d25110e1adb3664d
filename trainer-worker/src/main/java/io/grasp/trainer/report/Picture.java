package io.grasp.trainer.report;

import java.util.Base64;

/**
 * A PNG picture.
 *
 * @param base64 its bytes
 * @param width in pixels of a page; the picture has more, to be sharp on fine screens and on paper
 * @param description what it shows, for those who can't see it
 */
record Picture(String base64, int width, int height, String description) {
    static Picture of(byte[] png, int width, int height, String description) {
        return new Picture(Base64.getEncoder().encodeToString(png), width, height, description);
    }
}
