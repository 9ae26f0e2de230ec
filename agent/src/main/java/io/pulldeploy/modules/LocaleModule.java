package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code locale.*}: the machine's locales. */
public final class LocaleModule {
    private static final Path SYSTEMD = Path.of("/run/systemd/system");
    private static final Path SUPPORTED = Path.of("/usr/share/i18n/SUPPORTED");
    private static final Path SOURCES = Path.of("/usr/share/i18n/locales");
    private static final Path GENERATED = Path.of("/etc/locale.gen");
    private static final List<Path> SETTINGS =
            List.of(Path.of("/etc/locale.conf"), Path.of("/etc/default/locale"));
    private static final int DEBIAN_WITHOUT_LOCALED = 13;

    private final FileTree files;
    private final Programs programs;

    /** The parts of a name such as {@code sr_RS.UTF-8@latin UTF-8}; empty where one is missing. */
    private record Parts(
            String language, String territory, String codeset, String modifier, String charmap) {
        static Parts of(String name) {
            String[] charmap = split(name, " ");
            String[] modifier = split(charmap[0], "@");
            String[] codeset = split(modifier[0], "\\.");
            String[] territory = split(codeset[0], "_");
            return new Parts(territory[0], territory[1], codeset[1], modifier[1], charmap[1]);
        }

        private static String[] split(String text, String separator) {
            String[] parts = text.split(separator, 2);
            return parts.length == 2 ? parts : new String[] {text, ""};
        }

        /** As names are compared: capitals and dashes do not count, the character map neither. */
        Parts normal() {
            return new Parts(
                    language,
                    territory.toUpperCase(Locale.ROOT),
                    codeset.toLowerCase(Locale.ROOT).replace("-", ""),
                    modifier,
                    "");
        }

        Parts withCharmap(String map) {
            return new Parts(language, territory, codeset, modifier, map);
        }

        @Override
        public String toString() {
            return language
                    + (territory.isEmpty() ? "" : "_" + territory)
                    + (codeset.isEmpty() ? "" : "." + codeset)
                    + (modifier.isEmpty() ? "" : "@" + modifier)
                    + (charmap.isEmpty() ? "" : " " + charmap);
        }
    }

    public LocaleModule(Host host) {
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("locale")
                .add("list_avail", "The locales that there are.", "", (_, _) -> available())
                .add("get_locale", "The machine's locale.", "", (_, _) -> current())
                .add("set_locale", "Sets the machine's locale.", "locale", this::set)
                .add(
                        "avail",
                        "Whether there is a locale.",
                        "locale",
                        (_, a) ->
                                available().stream()
                                        .anyMatch(l ->
                                                Parts.of(l.strip())
                                                        .normal()
                                                        .equals(
                                                                Parts.of(a.string("locale"))
                                                                        .normal())))
                .add("gen_locale", "Makes a locale.", "locale, **kwargs", this::generate)
                .all();
    }

    private List<String> available() {
        return List.of(programs.output("locale", "-a").split("\n", -1));
    }

    /** What localed reads, and what Debian's login reads: the same setting. */
    private String current() {
        for (Path file : SETTINGS) {
            for (String line : files.textIfPresent(file).orElse("").lines().toList()) {
                if (line.startsWith("LANG=")) {
                    return line.substring("LANG=".length()).replace("\"", "");
                }
            }
        }
        return "";
    }

    private Object set(Minion minion, Arguments args) {
        String locale = args.string("locale");
        Object family = minion.grains().get("os_family");
        boolean isNewDebian =
                "Debian".equals(family)
                        && minion.grains().get("osmajorrelease") instanceof Number n
                        && n.intValue() >= DEBIAN_WITHOUT_LOCALED;
        if (files.exists(SYSTEMD) && !isNewDebian) {
            if (programs.run("localectl", "set-locale", "LANG=" + locale).succeeded()) {
                return true;
            }
            return replace(minion, "/etc/locale.conf", "LANG=" + locale);
        }
        if ("RedHat".equals(family)) {
            return replace(minion, "/etc/sysconfig/i18n", "LANG=\"" + locale + "\"");
        }
        if (!programs.has("update-locale")) {
            throw new CallError("Cannot set locale: \"update-locale\" was not found.");
        }
        programs.run("update-locale");
        return replace(minion, "/etc/default/locale", "LANG=\"" + locale + "\"");
    }

    private boolean replace(Minion minion, String file, String line) {
        if (!files.exists(Path.of(file))) {
            minion.call("file.touch", List.of(file), Map.of());
        }
        minion.call(
                "file.replace",
                List.of(file, "^LANG=.*", line),
                Map.of("append_if_not_found", true));
        return true;
    }

    private Object generate(Minion minion, Arguments args) {
        boolean isUbuntu = "Ubuntu".equals(minion.grains().get("os"));
        Parts parts = Parts.of(args.string("locale"));
        if (parts.charmap().isEmpty() && !isUbuntu) {
            parts = parts.withCharmap(parts.codeset());
        }
        String locale = parts.toString();
        if (!isKnown(minion, parts)) {
            return false;
        }
        if (files.exists(GENERATED)) {
            minion.call(
                    "file.replace",
                    List.of(GENERATED.toString(), "^\\s*#\\s*" + locale + "\\s*$", locale + "\n"),
                    Map.of("append_if_not_found", true));
        }
        Completed done = programs.run(command(parts, isUbuntu, args));
        if (!flag(args, "verbose")) {
            return done.succeeded();
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("pid", done.pid());
        all.put("retcode", (long) done.exitCode());
        all.put("stdout", done.output().stripTrailing());
        all.put("stderr", done.errors().stripTrailing());
        return all;
    }

    private static boolean flag(Arguments args, String name) {
        return Boolean.TRUE.equals(args.extra().get(name));
    }

    private boolean isKnown(Minion minion, Parts parts) {
        String source = parts.language() + "_" + parts.territory();
        if ("Debian".equals(minion.grains().get("os"))) {
            return files.isFile(SUPPORTED)
                    && Regexes.compile("^" + parts + "$", Regexes.MULTILINE)
                            .isFound(files.text(SUPPORTED));
        }
        if (!files.isDirectory(SOURCES)) {
            throw new CallError("Locale \"" + parts + "\" is not available.");
        }
        return files.list(SOURCES).contains(source);
    }

    private List<String> command(Parts parts, boolean isUbuntu, Arguments args) {
        if (programs.has("locale-gen")) {
            return List.of("locale-gen", isUbuntu ? parts.normal().toString() : parts.toString());
        }
        if (!programs.has("localedef")) {
            throw new CallError(
                    "Command \"locale-gen\" or \"localedef\" was not found on this system.");
        }
        String source = parts.language() + "_" + parts.territory();
        return new ArrayList<>(
                List.of(
                        "localedef",
                        "--force",
                        "-i",
                        source,
                        "-f",
                        parts.codeset(),
                        source + "." + parts.codeset(),
                        flag(args, "verbose") ? "--verbose" : "--quiet"));
    }
}
