package io.grasp.trainer.report;

import static io.grasp.trainer.report.ARun.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    private static final String REPORT = HtmlReport.of(aRun().withSteps(20).build());
    private static final String PNG = "data:image/png;base64,";

    /** Refuses what is not well-formed, and fetches nothing. */
    private static Element parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> elements(Element page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> descriptions(Element page) {
        return elements(page, "img").stream()
                .map(image -> image.getAttribute("alt"))
                .toList();
    }

    @Test
    void aReportShowsEveryTaskInNumbersAndPictures() throws Exception {
        Element page = parsed(REPORT);
        for (Task task : TinyModel.tasks()) {
            assertThat(page.getTextContent()).contains(task.name()).contains(task.labels());
        }
        assertThat(descriptions(page))
                .containsExactly(
                        "Curves of the loss over steps",
                        "Curves of the learning rate over steps",
                        "Curves of the macro-F1 over steps",
                        "Confusion matrix of task comprehension",
                        "Reliability diagram of task comprehension",
                        "F1 of each label of task comprehension",
                        "Reliability diagram of task misconception",
                        "F1 of each label of task misconception",
                        "Confusion matrix of task engagement",
                        "Reliability diagram of task engagement",
                        "F1 of each label of task engagement");
    }

    @Test
    void everyPictureIsInsideAndOfTheSizeThatThePageKeepsForIt() throws Exception {
        Element page = parsed(REPORT);
        for (Element image : elements(page, "img")) {
            assertThat(image.getAttribute("src")).startsWith(PNG);
            byte[] png = Base64.getDecoder().decode(image.getAttribute("src").substring(PNG.length()));
            var picture = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(picture.getWidth()).isEqualTo(ChartImage.SCALE * Integer.parseInt(image.getAttribute("width")));
            assertThat(picture.getHeight())
                    .isEqualTo(ChartImage.SCALE * Integer.parseInt(image.getAttribute("height")));
        }
    }

    @Test
    void aReportNeedsNothingElse() throws Exception {
        Element page = parsed(REPORT);
        assertThat(List.of("script", "link", "iframe", "object", "base"))
                .allSatisfy(name -> assertThat(elements(page, name)).isEmpty());
        assertThat(elements(page, "style").get(0).getTextContent()).doesNotContain("url(", "@import");
        assertThat(REPORT).doesNotContain("http://", "https://", "href=");
    }

    @Test
    void whatComesFromDataIsShownAsItIsAndMeansNothing() throws Exception {
        List<String> hostile = List.of("<script>alert(1)</script>", "a|b&\"'", "]]> <!-- &lt;", "bell\u0007");
        Element page = parsed(HtmlReport.of(aRun().of(new Task("level", TaskKind.SINGLE_LABEL, hostile))
                .about("<b>forces</b>")
                .judgedOn("te</style>st")
                .from("\"><img src=x>")
                .withSteps(10)
                .build()));
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "b")).isEmpty();
        assertThat(elements(page, "img"))
                .allSatisfy(image -> assertThat(image.getAttribute("src")).startsWith(PNG));
        assertThat(page.getTextContent())
                .contains(hostile.subList(0, 3))
                .contains("bell\uFFFD", "<b>forces</b>", "te</style>st", "\"><img src=x>");
    }

    @Test
    void aTrainingOfHeadsAloneHasNoCurves() throws Exception {
        Element page = parsed(HtmlReport.of(aRun().build()));
        assertThat(descriptions(page)).isNotEmpty().noneMatch(description -> description.startsWith("Curves"));
        assertThat(page.getTextContent()).contains("there are no curves");
    }

    @Test
    void whereNothingCanBeDrawnTheReportSaysSoAndHasTheTables() throws Exception {
        List<Integer> tries = new ArrayList<>();
        Painter withoutFonts = new Painter(chart -> {
            tries.add(1);
            throw new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager");
        });
        Element page = parsed(HtmlReport.of(aRun().withSteps(20).build(), withoutFonts));
        assertThat(tries).hasSize(1);
        assertThat(elements(page, "img")).isEmpty();
        assertThat(page.getTextContent())
                .contains("Pictures could not be drawn", "NoClassDefFoundError", "True label, decided as");
    }

    @Test
    void manyLabelsAreNotDrawnAgainstEachOtherButTheirMistakesAreListed() throws Exception {
        Task subject = new Task(
                "subject",
                TaskKind.SINGLE_LABEL,
                IntStream.range(0, 40).mapToObj(i -> "subject " + i).toList());
        Element page = parsed(HtmlReport.of(aRun().of(subject).build()));
        assertThat(descriptions(page)).noneMatch(description -> description.startsWith("Confusion"));
        assertThat(page.getTextContent()).contains("taken for");
    }

    @Test
    void whatStudentsWroteIsInNeitherReportNorModelCard() {
        assertThat(REPORT).doesNotContain("what the student wrote");
        assertThat(ModelCard.of(aRun().withSteps(20).build())).doesNotContain("what the student wrote");
    }
}
