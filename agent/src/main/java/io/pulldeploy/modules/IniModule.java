package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ini.*}: the options of ini files. */
public final class IniModule {
    private static final String LAST = ", separator='=', encoding=None";

    private final FileTree files;

    public IniModule(Host host) {
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("ini")
                .add(
                        "set_option",
                        "Sets options of sections; returns what changed.",
                        "file_name, sections=None" + LAST + ", no_spaces=False",
                        (_, a) -> {
                            IniSection file = read(a, a.flag("no_spaces"));
                            Map<String, @Nullable Object> changes = file.update(a.map("sections"));
                            write(a, file);
                            return changes;
                        })
                .add(
                        "get_option",
                        "An option's value; None if it is not there.",
                        "file_name, section, option" + LAST,
                        (_, a) -> option(a))
                .add(
                        "remove_option",
                        "Removes an option; returns its value.",
                        "file_name, section, option" + LAST,
                        (_, a) -> removeOption(a))
                .add(
                        "get_section",
                        "A section's options.",
                        "file_name, section" + LAST,
                        (_, a) -> {
                            Object section = read(a, false).entries().get(a.string("section"));
                            return section == null ? Map.of() : options(section);
                        })
                .add(
                        "remove_section",
                        "Removes a section; returns its options.",
                        "file_name, section" + LAST,
                        (_, a) -> {
                            IniSection file = read(a, false);
                            Object section = file.entries().remove(a.string("section"));
                            if (section == null) {
                                return null;
                            }
                            write(a, file);
                            return options(section);
                        })
                .add(
                        "get_ini",
                        "All options, by section.",
                        "file_name" + LAST,
                        (_, a) -> read(a, false).plain())
                .all();
    }

    private static Map<String, @Nullable Object> options(Object section) {
        if (!(section instanceof IniSection found)) {
            throw new CallError("AttributeError", "'str' object has no attribute 'items'");
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        found.entries()
                .forEach((key, value) -> {
                    if (!key.startsWith("#")) {
                        options.put(key, value);
                    }
                });
        return options;
    }

    private static Charset charset(Arguments args) {
        return Charset.forName(args.text("encoding").orElse("utf-8"));
    }

    private IniSection read(Arguments args, boolean noSpaces) {
        Path path = Path.of(args.string("file_name"));
        String text = "";
        if (files.exists(path)) {
            try {
                text = new String(files.bytes(path), charset(args));
            } catch (Failure e) {
                throw new CallError(
                        "Unable to open file '%s'. Exception: %s"
                                .formatted(path, PythonErrors.of(e).getMessage()),
                        e);
            }
        }
        return IniSection.ofFile(text, args.string("separator"), noSpaces);
    }

    private void write(Arguments args, IniSection file) {
        Path path = Path.of(args.string("file_name"));
        try {
            files.write(path, file.text().getBytes(charset(args)));
        } catch (Failure e) {
            throw new CallError(
                    "Unable to write file '%s'. Exception: %s"
                            .formatted(path, PythonErrors.of(e).getMessage()),
                    e);
        }
    }

    private @Nullable Object option(Arguments args) {
        IniSection file = read(args, false);
        if (!args.flag("section")) {
            return shown(file.entries().get(args.string("option")));
        }
        return file.entries().get(args.string("section")) instanceof IniSection section
                ? shown(section.entries().get(args.string("option")))
                : null;
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return value instanceof IniSection section ? section.plain() : value;
    }

    private @Nullable Object removeOption(Arguments args) {
        IniSection file = read(args, false);
        Object section =
                args.value("section") == null ? null : file.entries().get(args.string("section"));
        Object removed =
                (section instanceof IniSection found ? found : file)
                        .entries()
                        .remove(args.string("option"));
        write(args, file);
        return shown(removed);
    }
}
