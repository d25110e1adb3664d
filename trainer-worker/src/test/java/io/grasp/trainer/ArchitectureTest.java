package io.grasp.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.grasp.trainer");

    @Test
    void theTrainerKnowsNoStreams() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.streams..", "io.grasp.streams..")
                .because("the applications meet in Kafka topics and in the model store only")
                .check(PRODUCTION);
    }

    @Test
    void whatLearnsAndJudgesKnowsNoKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..trainer.arguments..",
                        "..trainer.csv..",
                        "..trainer.dataset..",
                        "..trainer.evaluate..",
                        "..trainer.finetune..",
                        "..trainer.loop..",
                        "..trainer.calibrate..",
                        "..trainer.report..",
                        "..trainer.gate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.apache.avro..", "io.grasp.events..", "io.grasp.schemas..")
                .because("a model is trained from a file just as from the label log")
                .check(PRODUCTION);
    }

    @Test
    void onlyTheCommandLineKnowsCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..trainer.cli..", "..trainer.csv..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "..trainer.cli..")
                .because("the worker runs without a command line; data options are shared by all commands")
                .check(PRODUCTION);
    }
}
