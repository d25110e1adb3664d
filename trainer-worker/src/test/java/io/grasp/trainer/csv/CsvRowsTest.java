package io.grasp.trainer.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
    @TempDir
    private Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("answers.csv"), content);
    }

    private static CsvColumns columns(String... tasks) {
        return CsvColumns.ofText()
                .withTasks(List.of(tasks).stream().map(TaskColumn::parse).toList());
    }

    private CsvRows read(String content, String... tasks) throws IOException {
        return CsvRows.read(file(content), columns(tasks));
    }

    private void isRefused(String content, String task, String... parts) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> CsvRows.read(file, columns(task)))
                .isInstanceOf(UnusableDataException.class)
                .hasMessageContaining("answers.csv")
                .hasMessageContainingAll(parts);
    }

    @Test
    void rowsAreReadWithQuotesCommasAndLineBreaks() throws IOException {
        CsvRows rows = read("text,level\r\n\"a, \"\"b\"\"\nc\",low\r\n", "level=level");
        assertThat(rows.rows()).singleElement().satisfies(row -> {
            assertThat(row.text()).isEqualTo("a, \"b\"\nc");
            assertThat(row.labelsFor("level")).containsExactly("low");
            assertThat(row.id()).isEqualTo("row-1");
            assertThat(row.student()).isEqualTo("student-1");
            assertThat(row.learningTopic()).isEqualTo("general");
        });
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
        assertThat(read("\uFEFFtext\nhello\n").rows()).hasSize(1);
    }

    @Test
    void theFirstPairColumnIsThePromptAndTheOthersTheReferenceAnswer() throws IOException {
        CsvColumns columns = new CsvColumns("t", List.of("p", "r1", "r2"), List.of(), "lt", "s", "i", "at", "sp", "k");
        LabeledRow row = CsvRows.read(
                        file(
                                "i,s,lt,p,r1,r2,t,at,sp,k\n7,anna,fractions,why?,be,cause,dunno,2026-01-31 09:30:00,dev,QUESTION\n"),
                        columns)
                .rows()
                .get(0);
        assertThat(row.prompt()).isEqualTo("why?");
        assertThat(row.referenceAnswer()).isEqualTo("be cause");
        assertThat(row.time()).isEqualTo(Instant.parse("2026-01-31T09:30:00Z"));
        assertThat(row.split()).isEqualTo("dev");
        assertThat(row.kind()).isEqualTo("QUESTION");
        assertThat(row.input().context()).isEqualTo("why? be cause");
    }

    @Test
    void anEmptyCellIsNoLabelUnlessTheTaskIsMultiLabel() throws IOException {
        CsvRows rows = read("text,level,wrong\nx,,\ny,low,a|b\n", "level=level", "wrong=wrong:multi");
        assertThat(rows.rows().get(0).isLabeledFor("level")).isFalse();
        assertThat(rows.rows().get(0).isLabeledFor("wrong")).isTrue();
        assertThat(rows.rows().get(0).labelsFor("wrong")).isEmpty();
        assertThat(rows.rows().get(1).labelsFor("wrong")).containsExactly("a", "b");
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatAreThereAndTheNearest() throws IOException {
        isRefused(
                "text,misconceptions\nx,\n",
                "misconception=misconception",
                "no column 'misconception'",
                "Did you mean 'misconceptions'?",
                "text, misconceptions");
    }

    @Test
    void aRowOfAnotherWidthIsNamedByItsLine() throws IOException {
        isRefused("text,level\n\"a\nb\",low\nc\n", "level=level", "line 4", "1 cells", "header has 2");
    }

    @Test
    void anUnclosedQuoteIsNamedByTheLineItMayBeginOn() throws IOException {
        isRefused("text,level\nx,low\n\"y,low\nz,low\n", "level=level", "line 3", "never closed");
    }

    @Test
    void textAfterAClosingQuoteIsNamedByItsLine() throws IOException {
        isRefused("text,level\n\"x\"y,low\n", "level=level", "line 2", "closing double quote");
    }

    @Test
    void bytesThatAreNotUtf8AreNamedByTheirLine() throws IOException {
        Path file = directory.resolve("latin.csv");
        Files.write(file, "text\nfine\nna\u00EFve\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvRows.read(file, CsvColumns.ofText()))
                .isInstanceOf(UnusableDataException.class)
                .hasMessageContainingAll("latin.csv", "line 3", "not UTF-8");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        isRefused("", "level=level", "empty", "first line");
    }

    @Test
    void aMissingFileAndADirectoryAreRefused() {
        assertThatThrownBy(() -> CsvFile.read(directory.resolve("none.csv"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CsvFile.read(directory)).hasMessageContaining("directory");
    }

    @Test
    void aLabelOffTheScaleIsNamedWithTheScale() throws IOException {
        isRefused(
                "text,level\nx,low\ny,hihg\n",
                "level=level:ordinal(low<high)",
                "line 3",
                "'hihg'",
                "task level",
                "low < high");
    }

    @Test
    void aHugeCellIsRefusedAsAQuoteGoneWrong() throws IOException {
        Path file = file("text\n" + "x".repeat(101) + "\n");
        assertThatThrownBy(() -> CsvFile.read(file, 100))
                .hasMessageContainingAll("line 2", "101 characters", "at most 100");
    }

    @Test
    void aTimeThatCannotBeReadIsRefusedWithoutTheCell() throws IOException {
        Path file = file("text,at\nx,yesterday\n");
        CsvColumns columns = new CsvColumns("text", List.of(), List.of(), null, null, null, "at", null, null);
        assertThatThrownBy(() -> CsvRows.read(file, columns))
                .hasMessageContainingAll("line 2", "epoch milliseconds")
                .hasMessageNotContaining("yesterday");
    }

    @Test
    void repeatedIdsAreCountedNotRefused() throws IOException {
        CsvColumns columns = new CsvColumns("text", List.of(), List.of(), null, null, "id", null, null, null);
        CsvRows rows = CsvRows.read(file("id,text\n1,a\n1,b\n2,c\n"), columns);
        assertThat(rows.rows()).hasSize(3);
        assertThat(rows.warnings()).singleElement().asString().contains("1 rows have an id that an earlier row has");
    }

    @Test
    void aModelsTaskIsReadWithoutAScaleSoThatUnknownLabelsCountAgainstTheModel() throws IOException {
        Task known = new Task("level", TaskKind.ORDINAL, List.of("low", "high"));
        CsvRows rows = CsvRows.read(
                file("text,level\nx,expert\n"), columns("level=level").asKnownBy(List.of(known)));
        assertThat(rows.rows().get(0).labelsFor("level")).containsExactly("expert");
    }

    @Test
    void aTaskOptionNamesColumnKindAndScale() {
        assertThat(TaskColumn.parse("level=Level 3:ordinal(low < high)"))
                .isEqualTo(new TaskColumn("level", "Level 3", TaskKind.ORDINAL, List.of("low", "high")));
        assertThat(TaskColumn.parse("m=a=b:multi"))
                .isEqualTo(new TaskColumn("m", "a=b", TaskKind.MULTI_LABEL, List.of()));
        assertThat(TaskColumn.parse("m=c").kind()).isNull();
    }

    @Test
    void aMalformedTaskOptionSaysHowToWriteIt() {
        assertThatThrownBy(() -> TaskColumn.parse("level")).hasMessageContaining("NAME=COLUMN");
        assertThatThrownBy(() -> TaskColumn.parse("level=l:many")).hasMessageContaining("known kind");
        assertThatThrownBy(() -> TaskColumn.parse("level=l:ordinal(a)")).hasMessageContaining("two or more");
        assertThatThrownBy(() -> TaskColumn.parse("level=l:ordinal(a<<b)")).hasMessageContaining("empty label");
        assertThatThrownBy(() -> TaskColumn.parse("Level=l")).hasMessageContaining("lower-case");
    }
}
