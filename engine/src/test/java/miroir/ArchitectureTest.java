package miroir;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.text.Normalizer;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import miroir.core.copy.Belief;
import miroir.core.placement.RoutingTable;
import miroir.core.time.Age;
import miroir.engine.Engine;
import miroir.engine.state.Cluster;
import miroir.engine.store.Store;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The architecture, as rules. Packages that do not exist yet are bound by them from their first class on. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("miroir.core", "miroir.engine");

    private static final String HASH = "miroir.core.placement.Hash64";

    @Test
    void core_is_pure() {
        check(classes()
                .that()
                .resideInAPackage("miroir.core..")
                .and()
                .doNotHaveFullyQualifiedName(HASH)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "miroir.core..",
                                "java.lang",
                                "java.lang.runtime",
                                "java.lang.invoke",
                                "java.util",
                                "java.util.function",
                                "java.util.regex",
                                "java.util.stream",
                                "java.time",
                                "java.time.temporal",
                                "java.math",
                                "java.nio.charset",
                                "org.jspecify.annotations")
                        .or(belongToAnyOf(URI.class, Normalizer.class, Normalizer.Form.class))));
        check(noClasses()
                .that()
                .resideInAPackage("miroir.core..")
                .should()
                .dependOnClassesThat(belongToAnyOf(Thread.class, Process.class, ProcessBuilder.class, Runtime.class)));
    }

    @Test
    void one_class_routes_by_the_hashing_library_and_one_counts_by_it() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(HASH)
                .and()
                .doNotHaveFullyQualifiedName("miroir.engine.payload.DistinctIds")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft.."));
    }

    @Test
    void packages_of_core_and_of_the_engine_form_no_cycles() {
        check(slices().matching("miroir.core.(*)..").should().beFreeOfCycles());
        check(slices().matching("miroir.engine.(*)..").should().beFreeOfCycles());
    }

    @Test
    void the_engine_knows_neither_console_nor_app() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("miroir.console..", "miroir.app..", "miroir.embedded.."));
    }

    @Test
    void what_others_see_of_the_engine_depends_on_core_alone() {
        check(noClasses()
                .that()
                .resideInAPackage("miroir.engine.api..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("miroir.engine..").and(not(resideInAPackage("miroir.engine.api..")))));
    }

    @Test
    void each_outer_library_has_one_package() {
        only("miroir.engine.store..", "java.sql..", "javax.sql..", "org.flywaydb..", "org.h2..", "com.zaxxer..");
        only("miroir.engine.http..", "io.javalin..", "jakarta.servlet..");
        only("miroir.engine.node..", "org.eclipse.jetty.client..", "java.net.http..");
    }

    private static void only(String owner, String... libraries) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries));
    }

    @Test
    void the_store_is_read_through_the_cluster_that_knows_what_may_be_told() {
        DescribedPredicate<JavaClass> start = belongToAnyOf(Cluster.class, Engine.class, Engine.World.class);
        check(fields().that().haveRawType(Store.class).should().beDeclaredInClassesThat(start));
        check(noClasses()
                .that(not(start.or(resideInAPackage("miroir.engine.store.."))))
                .should()
                .callMethodWhere(describe(
                        "they get hold of the store",
                        call -> call.getTarget().getRawReturnType().isEquivalentTo(Store.class))));
    }

    @Test
    void clocks_random_numbers_and_executors_are_given() {
        check(classes().should(notCall("takes them as constructor arguments", ArchitectureTest::isAmbient)));
    }

    @Test
    void durations_are_measured_between_moments_not_between_times_of_the_day() {
        DescribedPredicate<JavaClass> mayCompare = belongToAnyOf(Age.class, RoutingTable.class, Belief.class);
        check(noClasses()
                .that(resideInAnyPackage("miroir.core..", "miroir.engine.."))
                .and(not(mayCompare))
                .should()
                .callMethodWhere(describe(
                        "they compare times of a clock that may be set",
                        call -> comparesTimes(
                                call.getTarget().getOwner().getName(),
                                call.getTarget().getName()))));
    }

    private static boolean comparesTimes(String owner, String name) {
        return switch (owner) {
            case "java.time.Instant" ->
                Set.of("isAfter", "isBefore", "compareTo", "until").contains(name);
            case "java.time.Duration", "java.time.temporal.ChronoUnit" -> name.equals("between");
            default -> false;
        };
    }

    private static boolean isAmbient(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        int parameters = target.getRawParameterTypes().size();
        return switch (owner) {
            case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(name);
            case "java.lang.Thread" -> name.equals("sleep");
            case "java.lang.Math" -> name.equals("random");
            case "java.time.Instant", "java.time.LocalDateTime", "java.time.LocalDate", "java.time.ZonedDateTime" ->
                name.equals("now");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random", "java.security.SecureRandom", "java.util.SplittableRandom" ->
                name.equals("<init>") && parameters == 0;
            case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
            case "java.util.concurrent.ForkJoinPool" -> name.equals("commonPool");
            case "java.util.concurrent.CompletableFuture" -> name.endsWith("Async") && !takesExecutor(target);
            default ->
                name.equals("parallelStream") || (name.equals("parallel") && owner.startsWith("java.util.stream"));
        };
    }

    private static boolean takesExecutor(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("java.util.concurrent.Executor"));
    }

    private static ArchCondition<JavaClass> notCall(String why, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>("not reach for the clock, chance or the common pool: each class " + why) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                Stream<JavaCodeUnitAccess<?>> accesses = Stream.concat(
                        javaClass.getCodeUnitCallsFromSelf().stream(),
                        javaClass.getCodeUnitReferencesFromSelf().stream());
                accesses.filter(access -> forbidden.test(access.getTarget()))
                        .forEach(access ->
                                events.add(SimpleConditionEvent.violated(javaClass, access.getDescription())));
            }
        };
    }

    @Test
    void core_types_are_values_or_final() {
        check(classes()
                .that()
                .resideInAPackage("miroir.core..")
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL));
        // the merge runs on every search: its builders and cursors are reused inside one call, never shared
        check(fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("miroir.core..")
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("miroir.core.merge")
                .should()
                .beFinal());
    }

    @Test
    void names_say_what_a_class_is() {
        check(noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)"));
        check(noClasses().should().haveSimpleNameStartingWith("Base"));
    }

    @Test
    void every_package_is_null_marked() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class))
                        .as(p.getName())
                        .isTrue());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
