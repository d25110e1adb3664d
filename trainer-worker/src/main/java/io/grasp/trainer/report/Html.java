package io.grasp.trainer.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.Config;
import j2html.TagCreator;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.Tag;
import j2html.tags.specialized.HtmlTag;
import j2html.utils.EscapeUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Writes a document as one HTML file that needs nothing else: no scripts, no network, pictures inside. It is
 * well-formed XML too.
 */
final class Html {
    /** Characters that no XML file may have, not even escaped (Extensible Markup Language 1.0, production 2). */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private static final Config CONFIG = Config.defaults()
            .withEmptyTagsClosed(true)
            .withTextEscaper(text -> EscapeUtil.escape(UNPRINTABLE.matcher(text).replaceAll("\uFFFD")));

    private Html() {}

    static String of(Document document) {
        HtmlTag page = html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(document.title()),
                                style(rawHtml(stylesheet()))),
                        body(main(
                                h1(document.title()),
                                p(document.lead()),
                                each(
                                        document.sections(),
                                        part -> section(h2(part.title()), each(part.blocks(), Html::block))))))
                .withLang("en");
        try {
            return "<!DOCTYPE html>\n" + page.render(FlatHtml.inMemory(CONFIG)).toString() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("A page could not be written into memory", e);
        }
    }

    private static DomContent block(Block block) {
        if (block instanceof Block.Heading heading) {
            return h3(heading.text());
        }
        if (block instanceof Block.Paragraph paragraph) {
            return p(paragraph.text());
        }
        if (block instanceof Block.Bullets bullets) {
            return ul(each(bullets.items(), item -> li(item)));
        }
        if (block instanceof Block.Table table) {
            return div(table(table)).withClass("table");
        }
        if (block instanceof Block.Figures pictures) {
            return div(each(pictures.figures(), Html::figureOf)).withClass("figures");
        }
        throw new IllegalStateException("There is no HTML for " + block.getClass());
    }

    private static DomContent figureOf(Block.Figure shown) {
        Picture picture = shown.picture();
        return figure(
                img().withSrc("data:image/png;base64," + picture.base64())
                        .withAlt(picture.description())
                        .withWidth(String.valueOf(picture.width()))
                        .withHeight(String.valueOf(picture.height())),
                figcaption(shown.caption()));
    }

    private static DomContent table(Block.Table shown) {
        return TagCreator.table(
                thead(tr(each(
                        shown.columns(), column -> marked(th(column.title()).withScope("col"), column)))),
                tbody(each(shown.rows(), row -> tr(each(cells(row, shown.columns()), cell -> cell)))));
    }

    private static List<DomContent> cells(List<String> row, List<Block.Column> columns) {
        List<DomContent> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(marked(td(row.get(i)), columns.get(i)));
        }
        return cells;
    }

    private static <T extends Tag<T>> T marked(T cell, Block.Column column) {
        return cell.withCondClass(column.isNumber(), "number");
    }

    private static String stylesheet() {
        try (InputStream file = Html.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's stylesheet could not be read", e);
        }
    }
}
