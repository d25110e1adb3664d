package io.grasp.trainer.report;

import java.util.List;

/** A piece of a {@link Document}. Its texts are plain: whoever writes them escapes them. */
sealed interface Block {
    record Heading(String text) implements Block {}

    record Paragraph(String text) implements Block {}

    record Bullets(List<String> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** A table; each row has a cell a column. */
    record Table(List<Column> columns, List<List<String>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "A row has %d cells for the columns %s".formatted(row.size(), columns));
                }
            }
        }
    }

    /** A column of a table. */
    record Column(String title, boolean isNumber) {
        static Column text(String title) {
            return new Column(title, false);
        }

        static Column number(String title) {
            return new Column(title, true);
        }
    }

    /** Pictures that belong side by side; left out where there are only letters. */
    record Figures(List<Figure> figures) implements Block {
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /** A picture and what is to be read from it. */
    record Figure(Picture picture, String caption) {}
}
