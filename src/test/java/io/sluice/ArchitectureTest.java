package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which package may use what. A package that has no class yet breaks nothing. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ArchitectureTest.JarAndDemo.class)
class ArchitectureTest {
  private static final String MAIN = "io.sluice.cli.Main";

  /** The demo's classes lie beside those of the tests. */
  static final class JarAndDemo implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return new DoNotIncludeTests().includes(location) || location.contains("/io/sluice/demo/");
    }
  }

  /** Each package below {@code io.sluice}, and the ones it may use besides itself. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          entry("cli", Set.of("run", "config", "settings", "csv", "spec", "error")),
          entry(
              "run",
              Set.of(
                  "config",
                  "extract",
                  "publish",
                  "read",
                  "transform",
                  "merge",
                  "law",
                  "check",
                  "table",
                  "ledger",
                  "observe",
                  "http",
                  "settings",
                  "csv",
                  "stream",
                  "threads",
                  "spark",
                  "storage",
                  "spec",
                  "error")),
          entry("config", Set.of("settings", "spec", "error")),
          entry(
              "extract",
              Set.of(
                  "http",
                  "settings",
                  "csv",
                  "stream",
                  "threads",
                  "ledger",
                  "storage",
                  "spec",
                  "error")),
          entry("demo", Set.of("run", "config", "csv", "spark", "spec", "error")),
          entry("publish", Set.of("http", "settings", "csv", "ledger", "storage", "spec", "error")),
          entry(
              "read",
              Set.of(
                  "law",
                  "settings",
                  "storage",
                  "spark",
                  "csv",
                  "stream",
                  "threads",
                  "spec",
                  "error")),
          entry("transform", Set.of("settings", "spark", "spec", "error")),
          entry("merge", Set.of("law", "spark", "spec", "error")),
          entry("law", Set.of("spec", "error")),
          entry("check", Set.of("spec", "error")),
          entry("table", Set.of("storage", "spark", "threads", "spec", "error")),
          entry("ledger", Set.of("storage", "spec", "error")),
          entry("observe", Set.of("ledger", "http", "spec", "error")),
          entry("spark", Set.of("spec", "error")),
          entry("http", Set.of("settings", "stream", "error")),
          entry("settings", Set.of("error")),
          entry("csv", Set.of("stream", "spec", "error")),
          entry("stream", Set.of()),
          entry("threads", Set.of("error")),
          entry("storage", Set.of("spec", "error")),
          entry("spec", Set.of("error")),
          entry("error", Set.of()));

  @ArchTest
  static void givenThePackageTable_whenAPackageUsesAnother_thenTheTableAllowsIt(
      JavaClasses classes) {
    USES.forEach(
        (name, uses) ->
            classes()
                .that()
                .resideInAPackage(below(name))
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("io.sluice..")
                        .or(resideInAnyPackage(withUses(name, uses))))
                .as(name + " uses itself and " + new TreeSet<>(uses) + " only")
                .allowEmptyShould(true)
                .check(classes));
  }

  @ArchTest
  static void givenThePackageTable_whenAClassIsWritten_thenItsPackageIsInTheTable(
      JavaClasses classes) {
    Set<String> packages = new TreeSet<>();
    classes.stream()
        .map(type -> type.getPackageName().split("\\.", -1))
        .forEach(parts -> packages.add(parts.length > 2 ? parts[2] : "io.sluice itself"));

    assertThat(packages).isSubsetOf(USES.keySet());
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.sluice.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule specAndErrorUseTheJdkOnly =
      classes()
          .that()
          .resideInAnyPackage(below("spec"), below("error"))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", below("spec"), below("error"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule hadoopStaysWhereFilesAndDatasetsAre =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              below("storage"),
              below("spark"),
              below("read"),
              below("table"),
              below("merge"),
              below("transform"),
              below("check"),
              below("run"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule sparkStaysWhereDatasetsAre =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              below("spark"),
              below("read"),
              below("table"),
              below("merge"),
              below("transform"),
              below("check"),
              below("run"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(MAIN)
          .should()
          .callMethodWhere(
              calls("java.lang.System", "exit")
                  .or(calls("java.lang.Runtime", "exit"))
                  .or(calls("java.lang.Runtime", "halt"))
                  .as("the process is ended"));

  @ArchTest
  static final ArchRule theTimeComesFromAClock =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.<JavaMethodCall>describe(
                      "now() is asked without a Clock", ArchitectureTest::isNowWithoutClock)
                  .or(calls("java.lang.System", "currentTimeMillis")));

  private static boolean isNowWithoutClock(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().equals("java.time")
        && call.getName().equals("now")
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static DescribedPredicate<JavaMethodCall> calls(String type, String method) {
    return DescribedPredicate.describe(
        type + "." + method,
        call -> call.getTargetOwner().getFullName().equals(type) && call.getName().equals(method));
  }

  private static String[] withUses(String name, Set<String> uses) {
    return Stream.concat(Stream.of(name), uses.stream())
        .map(ArchitectureTest::below)
        .toArray(String[]::new);
  }

  private static String below(String name) {
    return "io.sluice." + name + "..";
  }
}
