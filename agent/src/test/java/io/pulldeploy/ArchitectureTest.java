package io.pulldeploy;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The directions that dependencies may point, and the few libraries and calls that have one home.
 */
@AnalyzeClasses(packages = "io.pulldeploy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesPointOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("main")
                    .definedBy("io.pulldeploy")
                    .layer("cli")
                    .definedBy("..cli..")
                    .layer("simulation")
                    .definedBy("..simulation..")
                    .layer("deploy")
                    .definedBy("..deploy..")
                    .layer("artifact")
                    .definedBy("..artifact..")
                    .layer("registration")
                    .definedBy("..registration..")
                    .layer("engine")
                    .definedBy("..engine..")
                    .layer("pillar")
                    .definedBy("..pillar..")
                    .layer("grains")
                    .definedBy("..grains..")
                    .layer("target")
                    .definedBy("..target..")
                    .layer("config")
                    .definedBy("..config..")
                    .layer("render")
                    .definedBy("..render..")
                    .layer("states")
                    .definedBy("..states..")
                    .layer("modules")
                    .definedBy("..modules..")
                    .layer("loader")
                    .definedBy("..loader..")
                    .layer("aws")
                    .definedBy("io.pulldeploy.aws..")
                    .layer("system")
                    .definedBy("..system..")
                    .whereLayer("main")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("cli")
                    .mayOnlyBeAccessedByLayers("main")
                    .whereLayer("simulation")
                    .mayOnlyBeAccessedByLayers("main", "cli")
                    .whereLayer("deploy")
                    .mayOnlyBeAccessedByLayers("main", "cli")
                    .whereLayer("artifact")
                    .mayOnlyBeAccessedByLayers("main", "cli", "deploy", "simulation")
                    .whereLayer("registration")
                    .mayOnlyBeAccessedByLayers("main", "cli", "deploy")
                    .whereLayer("engine")
                    .mayOnlyBeAccessedByLayers("main", "cli", "deploy")
                    .whereLayer("pillar")
                    .mayOnlyBeAccessedByLayers("main", "cli", "engine")
                    .whereLayer("grains")
                    .mayOnlyBeAccessedByLayers("main", "cli", "deploy", "engine", "modules")
                    .whereLayer("states")
                    .mayOnlyBeAccessedByLayers("main")
                    .whereLayer("modules")
                    .mayOnlyBeAccessedByLayers("main", "states")
                    .whereLayer("aws")
                    .mayOnlyBeAccessedByLayers(
                            "main",
                            "cli",
                            "deploy",
                            "artifact",
                            "registration",
                            "states",
                            "modules",
                            "grains",
                            "pillar")
                    .ignoreDependency(
                            alwaysTrue(),
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                    "..model.."));

    @ArchTest
    static final ArchRule theModelKnowsTheJdkAlone =
            classes()
                    .that()
                    .resideInAPackage("..model..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.pulldeploy.model..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theTemplateEngineDoesNoInputOrOutput =
            classes()
                    .that()
                    .resideInAPackage("..render.jinja..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.pulldeploy.render.jinja..",
                            "io.pulldeploy.model..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule onlyAwsImportsTheSdk =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.pulldeploy.aws..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyTheYamlPackageImportsSnakeYaml =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..render.yaml..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule onlyTheRendererImportsJinjava =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..render..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.hubspot..");

    @ArchTest
    static final ArchRule onlyTheCommandLineImportsPicocli =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..cli..", "io.pulldeploy")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("picocli..");

    @ArchTest
    static final ArchRule onlySystemTouchesFilesAndProcesses =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..system..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.nio.file.Files")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.FileInputStream")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.FileOutputStream");

    @ArchTest
    static final ArchRule onlySystemReadsTheClock =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..system..")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(java.time.LocalDateTime.class, "now");
}
