package miroir.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CONSOLE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("miroir.console");

    @Test
    void the_console_sees_nothing_of_the_engine_but_its_pictures() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "classes of Miroir outside console, engine.api and core",
                        c -> c.getPackageName().startsWith("miroir.")
                                && !c.getPackageName().matches("miroir\\.(console|engine\\.api|core)(\\..*)?")))
                .check(CONSOLE);
    }

    @Test
    void view_models_know_neither_http_nor_templates() {
        noClasses()
                .that()
                .resideInAPackage("miroir.console.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "gg.jte..", "miroir.console", "miroir.console.templates")
                .check(CONSOLE);
    }

    @Test
    void time_comes_from_the_given_clock_and_chance_from_the_given_source() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(CONSOLE);
    }
}
