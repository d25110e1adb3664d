package io.grasp.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses production = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.grasp");

    @Test
    void theModelKnowsNeitherKafkaNorAvroNorTheApps() {
        noClasses()
                .that()
                .resideInAPackage("io.grasp.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "io.grasp.events..",
                        "io.grasp.schemas..",
                        "io.grasp.streams..")
                .because("training and serving must share it unchanged")
                .check(production);
    }

    @Test
    void schemasKnowNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage("io.grasp.schemas..", "io.grasp.events..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grasp.model..", "ai.djl..", "io.grasp.streams..")
                .because("a reader of a topic should not drag in an engine")
                .check(production);
    }

    @Test
    void inferenceKnowsNoKafka() {
        noClasses()
                .that()
                .resideInAPackage("io.grasp.streams.inference..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.grasp.streams.classify..", "io.grasp.streams.decide..")
                .because("batching is about texts, wherever they come from")
                .check(production);
    }

    @Test
    void liveEvaluationNeedsNoInference() {
        noClasses()
                .that()
                .resideInAPackage("io.grasp.streams.evaluate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "io.grasp.model.encoder..",
                        "io.grasp.model.head..",
                        "io.grasp.model.packaging..",
                        "io.grasp.streams.serving..",
                        "io.grasp.streams.inference..")
                .because("evaluations can be rebuilt from classifications and labels alone")
                .check(production);
    }

    @Test
    void decisionsNeedNoModel() {
        noClasses()
                .that()
                .resideInAPackage("io.grasp.streams.decide..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grasp.model..", "io.grasp.streams.serving..", "io.grasp.streams.inference..")
                .because("learner state can be rebuilt from classifications with no inference")
                .check(production);
    }
}
