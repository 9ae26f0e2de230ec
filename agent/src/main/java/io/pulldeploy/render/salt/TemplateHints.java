package io.pulldeploy.render.salt;

import io.pulldeploy.model.CloseNames;
import io.pulldeploy.render.RenderContext;
import io.pulldeploy.render.jinja.Jinja;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What an author may have meant, and what to write instead, for the mistakes that are frequent. */
final class TemplateHints {
    private static final List<String> TAGS =
            List.of(
                    "if",
                    "elif",
                    "else",
                    "endif",
                    "for",
                    "endfor",
                    "set",
                    "endset",
                    "macro",
                    "endmacro",
                    "call",
                    "endcall",
                    "filter",
                    "endfilter",
                    "block",
                    "endblock",
                    "extends",
                    "include",
                    "import",
                    "from",
                    "do",
                    "with",
                    "endwith",
                    "raw",
                    "endraw",
                    "break",
                    "continue",
                    "autoescape",
                    "endautoescape");

    private final RenderContext context;
    private final Jinja environment;
    private final Set<String> names;
    private final String saltenv;

    /** A mistake's words, and what is said about what they name. */
    private record Rule(Pattern words, Function<MatchResult, String> hint) {}

    private final List<Rule> rules =
            List.of(
                    rule("AliasedLoader object' has no attribute '(.*)'", this::function),
                    rule("^'(\\w+)' is undefined", this::name),
                    rule("No (filter|test) named '(.*)'", this::filterOrTest),
                    rule("unknown tag '(\\w+)'", this::tag),
                    rule("block that needs to be closed is '(\\w+)'", this::unclosed),
                    rule("object' has no attribute '(.*)'", this::attribute));

    /**
     * @param names what the template sees by name
     */
    TemplateHints(RenderContext context, Jinja environment, Set<String> names, String saltenv) {
        this.context = context;
        this.environment = environment;
        this.names = Set.copyOf(names);
        this.saltenv = saltenv;
    }

    private static Rule rule(String words, Function<MatchResult, String> hint) {
        return new Rule(Pattern.compile(words), hint);
    }

    /**
     * @param kind of the error, Python's name of its class
     * @param line the template's line at fault
     * @return empty if there is nothing better to say
     */
    String of(String kind, String message, String line) {
        if (kind.startsWith("TemplatesNotFound") || kind.startsWith("TemplateNotFound")) {
            return template(message);
        }
        Optional<String> key = ofMapping(message, line);
        if (key.isPresent()) {
            return key.get();
        }
        for (Rule rule : rules) {
            Optional<MatchResult> found = rule.words().matcher(message).results().findFirst();
            if (found.isPresent()) {
                return rule.hint().apply(found.get());
            }
        }
        return "";
    }

    /** A key that the pillar or the grains lack: the line at fault tells which of them is meant. */
    private Optional<String> ofMapping(String message, String line) {
        Optional<String> key =
                Pattern.compile("DictProxy object' has no attribute '(.*)'")
                        .matcher(message)
                        .results()
                        .map(found -> found.group(1))
                        .findFirst();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (reads(line, "pillar", key.get())) {
            return Optional.of(
                    missing("pillar", key.get(), context.pillar().keySet())
                            + " If it may be missing: salt['pillar.get']('"
                            + key.get()
                            + "', default).");
        }
        return reads(line, "grains", key.get())
                ? Optional.of(
                        missing("grains", key.get(), context.grains().keySet())
                                + " If it may be missing: grains.get('"
                                + key.get()
                                + "', default).")
                : Optional.empty();
    }

    private static boolean reads(String line, String mapping, String key) {
        String quoted = Pattern.quote(key);
        return Pattern.compile(mapping + "(?:\\." + quoted + "|\\[['\"]" + quoted + "['\"]])")
                .matcher(line)
                .find();
    }

    private static String missing(String mapping, String key, Collection<?> keys) {
        List<String> close = CloseNames.of(key, keys.stream().map(String::valueOf).toList());
        return "The "
                + mapping
                + (mapping.endsWith("s") ? " have" : " has")
                + " no "
                + key
                + meant(close, ".");
    }

    private static String meant(List<String> close, String otherwise) {
        return close.isEmpty() ? otherwise : "; did you mean " + String.join(" or ", close) + "?";
    }

    private String function(MatchResult found) {
        String name = found.group(1);
        return "There is no function "
                + name
                + meant(CloseNames.of(name, context.salt().names("")), ".");
    }

    private String name(MatchResult found) {
        String name = found.group(1);
        return "Nothing sets "
                + name
                + meant(
                        CloseNames.of(name, names),
                        ": set or import it above, or write " + name + " | default(…).");
    }

    private String filterOrTest(MatchResult found) {
        boolean filter = found.group(1).equals("filter");
        Set<String> known = filter ? environment.filters().keySet() : environment.tests().keySet();
        return "There is no "
                + found.group(1)
                + " "
                + found.group(2)
                + meant(CloseNames.of(found.group(2), known), ".");
    }

    private String tag(MatchResult found) {
        return "There is no tag "
                + found.group(1)
                + meant(CloseNames.of(found.group(1), TAGS), ".");
    }

    private String unclosed(MatchResult found) {
        return "Close it with {% end" + found.group(1) + " %}.";
    }

    private String attribute(MatchResult found) {
        return "If it may be missing, write .get('" + found.group(1) + "', default).";
    }

    private String template(String name) {
        Set<String> close = new TreeSet<>();
        String own = name.substring(name.lastIndexOf('/') + 1);
        List<String> all = new ArrayList<>(context.files().list(saltenv));
        all.stream().filter(f -> f.equals(own) || f.endsWith("/" + own)).forEach(close::add);
        if (close.isEmpty()) {
            close.addAll(CloseNames.of(name, all));
        }
        return "There is no "
                + name
                + " below the roots of "
                + saltenv
                + meant(close.stream().limit(3).toList(), "; paths start at a root.");
    }
}
