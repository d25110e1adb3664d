package io.grasp.streams.evaluate;

import io.grasp.events.AgreementBucket;
import io.grasp.events.ComparedVersion;
import io.grasp.events.Comparison;
import io.grasp.events.Drift;
import io.grasp.events.LiveAgreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How decisions agree with labels in one task and learning topic, whichever version decided. Immutable. */
record Agreement(LiveAgreement state) {
    /** Labels of a version that has not served for long come in seldom. */
    private static final int MOST_VERSIONS = 3;

    static Agreement nothingYet() {
        return new Agreement(LiveAgreement.newBuilder().setNext(0).build());
    }

    /** Takes in whether a decision agreed with its label. */
    Agreement with(Comparison comparison, boolean agreed, double delta) {
        AdaptiveWindow.Step step = window().add(agreed, comparison.getHeardAt(), delta);
        Optional<Drift> fall =
                step.change().filter(AdaptiveWindow.Change::isFall).map(change -> drift(change, comparison));
        return new Agreement(LiveAgreement.newBuilder(state)
                .setNext(state.getNext() + 1)
                .setVersions(counted(comparison.getModelVersion()))
                .setBuckets(step.window().buckets().stream()
                        .map(bucket -> new AgreementBucket(bucket.size(), bucket.yes(), bucket.since()))
                        .toList())
                .setDrift(fall.orElse(state.getDrift()))
                .build());
    }

    /** Without the version, of which nothing is kept any more. */
    Agreement without(String version) {
        return new Agreement(LiveAgreement.newBuilder(state)
                .setVersions(state.getVersions().stream()
                        .filter(known -> !known.getVersion().equals(version))
                        .toList())
                .build());
    }

    /** The version whose window there is no place for any more. */
    Optional<String> surplusVersion() {
        return state.getVersions().size() > MOST_VERSIONS
                ? Optional.of(state.getVersions().get(0).getVersion())
                : Optional.empty();
    }

    long compared(String version) {
        return state.getVersions().stream()
                .filter(known -> known.getVersion().equals(version))
                .mapToLong(ComparedVersion::getCompared)
                .findFirst()
                .orElse(0);
    }

    @Nullable Drift drift() {
        return state.getDrift();
    }

    private AdaptiveWindow window() {
        return new AdaptiveWindow(state.getBuckets().stream()
                .map(bucket -> new AdaptiveWindow.Bucket(bucket.getSize(), bucket.getAgreed(), bucket.getSince()))
                .toList());
    }

    /** The version moves to the end. */
    private List<ComparedVersion> counted(String version) {
        List<ComparedVersion> versions = new ArrayList<>(without(version).state.getVersions());
        versions.add(new ComparedVersion(version, compared(version) + 1));
        return versions;
    }

    private static Drift drift(AdaptiveWindow.Change change, Comparison comparison) {
        return Drift.newBuilder()
                .setDetectedAt(comparison.getHeardAt())
                .setSince(change.since())
                .setFrom(change.from())
                .setTo(change.to())
                .setComparedBefore(change.before())
                .setComparedSince(change.after())
                .setModelVersion(comparison.getModelVersion())
                .build();
    }
}
