package io.grasp.quickstart.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    private static final Suppression TEN = new Suppression(10);

    private static int together(Collection<String> groups, Map<String, Integer> students) {
        return groups.stream()
                .mapToInt(group -> students.getOrDefault(group, 0))
                .sum();
    }

    @Property
    void noSmallGroupIsShownAndWhatIsHiddenCannotBeHadBySubtraction(
            @ForAll @Size(max = 8) Map<@AlphaChars @StringLength(1) String, @IntRange(max = 40) Integer> students,
            @ForAll @IntRange(min = 2, max = 15) int minStudents) {
        Set<String> hidden = new Suppression(minStudents).of(students, Set.of());

        Set<String> shown = new HashSet<>(students.keySet());
        shown.removeAll(hidden);
        shown.removeIf(group -> students.getOrDefault(group, 0) == 0);
        assertThat(shown).allSatisfy(group -> assertThat(students.get(group)).isGreaterThanOrEqualTo(minStudents));
        if (!hidden.isEmpty() && !shown.isEmpty()) {
            assertThat(hidden).hasSizeGreaterThanOrEqualTo(2);
            assertThat(together(hidden, students)).isGreaterThanOrEqualTo(minStudents);
        }
    }

    @Property
    void nothingIsHiddenWhereEveryGroupIsLargeEnough(
            @ForAll @Size(max = 8) Map<@AlphaChars @StringLength(1) String, @IntRange(min = 10, max = 40) Integer> students) {
        assertThat(TEN.of(students, Set.of())).isEmpty();
    }

    @Property
    void whatIsHiddenAlreadyStaysHiddenAndIsProtectedToo(
            @ForAll @Size(min = 1, max = 8) Map<@AlphaChars @StringLength(1) String, @IntRange(min = 1, max = 40) Integer> students) {
        Set<String> already = Set.of(students.keySet().iterator().next());

        Set<String> hidden = TEN.of(students, already);

        assertThat(hidden).containsAll(already);
        if (hidden.size() < students.size()) {
            assertThat(hidden).hasSizeGreaterThanOrEqualTo(2);
            assertThat(together(hidden, students)).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void aSecondGroupIsHiddenWithOneThatIsAlone() {
        assertThat(TEN.of(Map.of("en", 80, "de", 12, "is", 3), Set.of())).containsExactlyInAnyOrder("is", "de");
    }

    @Test
    void aThirdGroupIsHiddenWithTwoThatAreTooFewTogether() {
        assertThat(TEN.of(Map.of("en", 80, "de", 12, "is", 3, "fo", 2), Set.of()))
                .containsExactlyInAnyOrder("is", "fo", "de");
    }

    @Test
    void aGroupOfNobodyNeedsNoHiding() {
        assertThat(TEN.of(Map.of("en", 80, "de", 12, "is", 0), Set.of())).isEmpty();
    }
}
