package io.grasp.trainer.report;

import java.util.List;
import java.util.regex.Pattern;

/** Writes a document as Markdown, in GitHub's dialect for its tables. Pictures are left out. */
final class Markdown {
    /** What would start something else than text; labels and learning topics come from data. */
    private static final Pattern MEANT = Pattern.compile("[\\\\|<>&`*\\[\\]]");

    private static final Pattern WHITESPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final StringBuilder text = new StringBuilder();

    private Markdown() {}

    static String of(Document document) {
        Markdown markdown = new Markdown();
        markdown.line("# " + escaped(document.title()));
        markdown.paragraph(document.lead());
        for (Document.Section section : document.sections()) {
            markdown.paragraph("## ", section.title());
            section.blocks().forEach(markdown::block);
        }
        return markdown.text.toString();
    }

    private void block(Block block) {
        if (block instanceof Block.Heading heading) {
            paragraph("### ", heading.text());
        } else if (block instanceof Block.Paragraph paragraph) {
            paragraph(paragraph.text());
        } else if (block instanceof Block.Bullets bullets) {
            line("");
            bullets.items().forEach(item -> line("- " + escaped(item)));
        } else if (block instanceof Block.Table table) {
            table(table);
        }
    }

    private void table(Block.Table table) {
        line("");
        row(table.columns().stream().map(Block.Column::title).toList());
        line(table.columns().stream()
                .map(column -> column.isNumber() ? " ---: |" : " --- |")
                .reduce("|", String::concat));
        table.rows().forEach(this::row);
    }

    private void row(List<String> cells) {
        line(cells.stream().map(cell -> " " + escaped(cell) + " |").reduce("|", String::concat));
    }

    private void paragraph(String of) {
        paragraph("", of);
    }

    private void paragraph(String mark, String of) {
        line("");
        line(mark + escaped(of));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String escaped(String plain) {
        String oneLine = WHITESPACE.matcher(plain).replaceAll(" ");
        return MEANT.matcher(oneLine).replaceAll("\\\\$0");
    }
}
