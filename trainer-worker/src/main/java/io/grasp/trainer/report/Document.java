package io.grasp.trainer.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be told, in order, before it becomes Markdown or HTML.
 *
 * @param lead the sentence below the title
 */
record Document(String title, String lead, List<Section> sections) {
    Document {
        sections = List.copyOf(sections);
    }

    /** A part with a title. */
    record Section(String title, List<Block> blocks) {
        Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** Gathers a section's blocks. */
    static final class Draft {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        Draft(String title) {
            this.title = title;
        }

        Draft heading(String text) {
            return add(new Block.Heading(text));
        }

        Draft paragraph(String text) {
            return add(new Block.Paragraph(text));
        }

        /** Adds bullets, or nothing if there are none. */
        Draft bullets(List<String> items) {
            return items.isEmpty() ? this : add(new Block.Bullets(items));
        }

        /** Adds a table, or nothing if it has no rows. */
        Draft table(List<Block.Column> columns, List<List<String>> rows) {
            return rows.isEmpty() ? this : add(new Block.Table(columns, rows));
        }

        /** Adds pictures, or nothing if there are none. */
        Draft figures(List<Block.Figure> figures) {
            return figures.isEmpty() ? this : add(new Block.Figures(figures));
        }

        Section done() {
            return new Section(title, blocks);
        }

        private Draft add(Block block) {
            blocks.add(block);
            return this;
        }
    }
}
