package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** {@code salt_version.*}: Salt's releases by the names of chemical elements. */
public final class SaltVersionModule {
    private static final Map<String, String> RELEASES = releases();

    public List<ExecutionFunction> functions() {
        return new FunctionList("salt_version")
                .add(
                        "get_release_number",
                        "The number of the release of that name; None if there is none.",
                        "name",
                        (_, a) -> number(a.value("name")))
                .add(
                        "equal",
                        "Whether this is the release of that name.",
                        "name",
                        (m, a) -> is(m, a.value("name"), order -> order == 0))
                .add(
                        "greater_than",
                        "Whether this is a later release than that one.",
                        "name",
                        (m, a) -> is(m, a.value("name"), order -> order > 0))
                .add(
                        "less_than",
                        "Whether this is an earlier release than that one.",
                        "name",
                        (m, a) -> is(m, a.value("name"), order -> order < 0))
                .all();
    }

    private static Map<String, String> releases() {
        Map<String, String> releases = new LinkedHashMap<>();
        List<String> dates =
                List.of(
                        "2014.1", "2014.7", "2015.5", "2015.8", "2016.3", "2016.11", "2017.7",
                        "2018.3", "2019.2");
        String elements =
                """
                hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium
                magnesium aluminium silicon phosphorus sulfur chlorine argon potassium calcium
                scandium titanium vanadium chromium manganese iron cobalt nickel copper zinc gallium
                germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium
                niobium molybdenum technetium ruthenium rhodium palladium silver cadmium indium tin
                antimony tellurium iodine xenon cesium barium lanthanum cerium praseodymium
                neodymium promethium samarium europium gadolinium terbium dysprosium holmium erbium
                thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum
                gold mercury thallium lead bismuth polonium astatine radon francium radium actinium
                thorium protactinium uranium neptunium plutonium americium curium berkelium
                californium einsteinium fermium mendelevium nobelium lawrencium rutherfordium
                dubnium seaborgium bohrium hassium meitnerium darmstadtium roentgenium copernicium
                nihonium flerovium moscovium livermorium tennessine oganesson
                """;
        List<String> names = List.of(elements.strip().split("\\s+"));
        for (int i = 0; i < names.size(); i++) {
            boolean dated = i < dates.size();
            releases.put(names.get(i), dated ? dates.get(i) : "" + (3000 + i - dates.size()));
        }
        return Collections.unmodifiableMap(releases);
    }

    private static @Nullable String number(@Nullable Object name) {
        if (!(name instanceof String text)) {
            throw new CallError("'name' argument must be a string");
        }
        return RELEASES.get(text.toLowerCase(Locale.ROOT));
    }

    private static boolean is(Minion minion, @Nullable Object name, IntPredicate wanted) {
        String release = number(name);
        OptionalInt order =
                release == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                Integer.compare(
                                        first(Texts.str(minion.grains().get("saltversion"))),
                                        first(release)));
        return order.isPresent() && wanted.test(order.getAsInt());
    }

    /** A release's year, or the number that came in its place; ours is later than all years. */
    private static int first(String version) {
        return Arrays.stream(version.split("\\."))
                .limit(1)
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
