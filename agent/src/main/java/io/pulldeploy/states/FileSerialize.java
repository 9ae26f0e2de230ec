package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code file.serialize}: a file that holds data, written by {@code file.managed}. */
final class FileSerialize {
    static final String SIGNATURE =
            "name, dataset=None, dataset_pillar=None, user=None, group=None, mode=None, backup='', makedirs=False, show_changes=True, create=True, merge_if_exists=False, encoding=None, encoding_errors='strict', serializer=None, serializer_opts=None, deserializer_opts=None, check_cmd=None, tmp_dir=None, tmp_ext='', **kwargs";

    private static final List<String> OF_THE_FILE =
            List.of(
                    "user",
                    "group",
                    "mode",
                    "backup",
                    "makedirs",
                    "show_changes",
                    "encoding",
                    "encoding_errors",
                    "check_cmd",
                    "tmp_dir",
                    "tmp_ext");

    /** Python's own notation is not among them: Salt has it for templates only. */
    private static final Set<String> SERIALIZERS = Set.of("configparser", "json", "yaml", "yamlex");

    private final FileTree files;
    private final StateFunction.Body managed;

    /**
     * @param managed {@code file.managed}
     */
    FileSerialize(FileTree files, StateFunction.Body managed) {
        this.files = files;
        this.managed = managed;
    }

    StateResult run(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (!args.flag("create") && !files.isFile(name)) {
            return StateResult.succeeded(
                    "File " + name + " is not present and is not set for creation");
        }
        Object formatter = args.extra().get("formatter");
        if (args.flag("serializer") && formatter != null) {
            return StateResult.failed("Only one of serializer and formatter are allowed");
        }
        if (args.flag("dataset") && args.flag("dataset_pillar")) {
            return StateResult.failed("Only one of 'dataset' and 'dataset_pillar' is permitted");
        }
        Object dataset =
                args.flag("dataset_pillar")
                        ? call.minion()
                                .call(
                                        "pillar.get",
                                        List.of(args.string("dataset_pillar")),
                                        Map.of("unmask", true))
                        : args.value("dataset");
        if (dataset == null) {
            return StateResult.failed("Neither 'dataset' nor 'dataset_pillar' was defined");
        }
        Object chosen = args.flag("serializer") ? args.value("serializer") : formatter;
        String serializer = chosen == null ? "yaml" : Texts.str(chosen).toLowerCase(Locale.ROOT);
        Map<?, ?> before = Map.of();
        if (args.flag("merge_if_exists") && files.isFile(name)) {
            Object existing =
                    call.minion()
                            .call(
                                    "slsutil.deserialize",
                                    List.of(serializer, files.text(name)),
                                    Map.of());
            if (existing instanceof Map<?, ?> there && dataset instanceof Map<?, ?> more) {
                Object merged = DictUpdate.merge(there, more, "recurse", "yaml", false);
                if (Objects.equals(existing, merged)) {
                    return StateResult.succeeded("The file " + name + " is in the correct state");
                }
                before = there;
                dataset = merged;
            }
        }
        if (!SERIALIZERS.contains(serializer)) {
            return missing(serializer);
        }
        StateResult result = written(call, name, serialized(call, serializer, dataset));
        if (before.isEmpty() || !(dataset instanceof Map<?, ?> after)) {
            return result;
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(result.changes());
        changes.put("diff", differences(before, after));
        return new StateResult(result.outcome(), changes, result.comment(), result.extra());
    }

    /** What became of each key, at its depth: salt.utils.dictdiffer.recursive_diff. */
    private static Map<Object, @Nullable Object> differences(Map<?, ?> before, Map<?, ?> after) {
        Map<Object, @Nullable Object> differences = new LinkedHashMap<>();
        after.forEach((key, now) -> {
            Object was = before.get(key);
            if (was instanceof Map<?, ?> x && now instanceof Map<?, ?> y) {
                Map<Object, @Nullable Object> inside = differences(x, y);
                if (!inside.isEmpty()) {
                    differences.put(key, inside);
                }
            } else if (!before.containsKey(key) || !Objects.equals(was, now)) {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("new", now);
                change.put("old", before.containsKey(key) ? was : "<_null_>");
                differences.put(key, change);
            }
        });
        return differences;
    }

    private static StateResult missing(String serializer) {
        return StateResult.failed(
                "The %s serializer could not be found. It either does not exist or its prerequisites are not installed."
                        .formatted(serializer));
    }

    private static String serialized(StateCall call, String serializer, Object dataset) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        switch (serializer) {
            case "yaml" -> options.put("default_flow_style", false);
            case "json" -> {
                options.put("indent", 2L);
                options.put("sort_keys", true);
            }
            default -> {}
        }
        if (call.args().flag("encoding")) {
            switch (serializer) {
                case "yaml" -> options.put("allow_unicode", true);
                case "json" -> options.put("ensure_ascii", false);
                default -> {}
            }
        }
        Object given = call.args().value("serializer_opts");
        for (Object item : given instanceof List<?> list ? list : List.of()) {
            if (item instanceof Map<?, ?> one) {
                one.forEach((key, value) -> options.put(Texts.str(key), value));
            }
        }
        if (given instanceof Map<?, ?> all) {
            all.forEach((key, value) -> options.put(Texts.str(key), value));
        }
        return Texts.str(
                call.minion().call("slsutil.serialize", List.of(serializer, dataset), options));
    }

    private StateResult written(StateCall call, Path name, String text) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        OF_THE_FILE.forEach(option -> options.put(option, call.args().value(option)));
        options.put("contents", text + "\n");
        StateResult result =
                managed.run(
                        call.with(
                                Signature.of(FileManaged.SIGNATURE)
                                        .bind("managed", List.of(name.toString()), options)));
        return result.outcome() == Outcome.WOULD_CHANGE
                ? StateResult.wouldChange(
                        result.changes(), "Dataset will be serialized and stored into " + name)
                : result;
    }
}
