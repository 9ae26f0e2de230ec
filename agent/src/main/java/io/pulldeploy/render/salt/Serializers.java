package io.pulldeploy.render.salt;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyPrint;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.TemplateModule;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The filters of Salt's SerializerExtension that write and read data. */
final class Serializers {
    private Serializers() {}

    static void addTo(FilterTable filters) {
        filters.add(
                        "yaml",
                        "SerializerExtension.format_yaml",
                        "@, value, flow_style=True",
                        definite((_, a) -> yaml(a[0], a[1])))
                .add(
                        "json",
                        "SerializerExtension.format_json",
                        "@, value, sort_keys=True, indent=None",
                        definite((_, a) ->
                                Values.markup(
                                        write(
                                                        a[0],
                                                        indented(JsonStyle.SALT, a[2])
                                                                .withSortKeys(PyValues.truth(a[1])))
                                                .strip())))
                .add(
                        "tojson",
                        "val, indent=None, **options",
                        definite((_, a) -> toJson(a[0], a[1], a[2])))
                .add(
                        "python",
                        "SerializerExtension.format_python",
                        "@, value",
                        definite((_, a) -> Values.markup(PyPrint.format(a[0]).strip())))
                .add(
                        "xml",
                        "SerializerExtension.format_xml",
                        "@, value",
                        definite((_, a) -> Values.markup(XmlFormat.of(a[0]))))
                .add(
                        "load_yaml",
                        "SerializerExtension.load_yaml",
                        "@, value",
                        definite((_, a) -> loadYaml(a[0])))
                .add(
                        "load_json",
                        "SerializerExtension.load_json",
                        "@, value",
                        definite((_, a) -> loadJson(a[0])))
                .add(
                        "load_text",
                        "SerializerExtension.load_text",
                        "@, value",
                        definite((_, a) -> text(a[0])))
                .add(
                        "dict_to_sls_yaml_params",
                        "SerializerExtension.dict_to_sls_yaml_params",
                        "@, value, flow_style=False",
                        definite((_, a) -> slsParameters(a[0], a[1])));
    }

    /** Salt answers undefined values inside the first argument with an undefined value. */
    static PyFunction.Body definite(PyFunction.Body body) {
        return (context, args) -> {
            List<Undefined> undefined = Values.undefined(args[0]);
            if (!undefined.isEmpty()) {
                return Undefined.hint(
                        true,
                        undefined.stream()
                                .map(Undefined::message)
                                .collect(Collectors.joining("\n")));
            }
            return body.call(context, args);
        };
    }

    private static Object yaml(@Nullable Object value, @Nullable Object flowStyle) {
        DumpOptions.FlowStyle style =
                flowStyle == null
                        ? DumpOptions.FlowStyle.LEAVES
                        : PyValues.truth(flowStyle)
                                ? DumpOptions.FlowStyle.FLOW
                                : DumpOptions.FlowStyle.BLOCK;
        String text =
                YamlDumper.dump(
                                new Plain().forYaml(value),
                                DumpOptions.SAFE_DUMP.withFlowStyle(style))
                        .strip();
        return Values.markup(text.endsWith("\n...") ? text.substring(0, text.length() - 4) : text);
    }

    private static Object slsParameters(@Nullable Object value, @Nullable Object flowStyle) {
        PyDict dict = PyDict.withItems(value);
        PyList list = new PyList();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
            PyDict single = new PyDict();
            single.put(entry.getKey(), entry.getValue());
            list.items().add(single);
        }
        return yaml(list, flowStyle);
    }

    private static JsonStyle indented(JsonStyle style, @Nullable Object indent) {
        return switch (indent) {
            case null -> style;
            case Long columns -> style.withIndent(columns.intValue());
            case Boolean on -> style.withIndent(on ? 1 : 0);
            default -> style.withIndent(PyValues.str(indent));
        };
    }

    private static String write(@Nullable Object value, JsonStyle style) {
        try {
            return Json.write(Plain.forJson(value, style.sortKeys()), style);
        } catch (JsonError e) {
            throw new TemplateError(e.pythonClass(), e.getMessage());
        }
    }

    private static String toJson(
            @Nullable Object value, @Nullable Object indent, @Nullable Object options) {
        JsonStyle style = indented(JsonStyle.PYTHON, indent);
        for (Map.Entry<@Nullable Object, @Nullable Object> option :
                options instanceof PyDict dict
                        ? dict.entries()
                        : List.<Map.Entry<@Nullable Object, @Nullable Object>>of()) {
            Object setting = option.getValue();
            style =
                    switch (PyValues.str(option.getKey())) {
                        case "sort_keys" -> style.withSortKeys(PyValues.truth(setting));
                        case "ensure_ascii" -> style.withEnsureAscii(PyValues.truth(setting));
                        case "separators" -> {
                            List<@Nullable Object> pair = PyValues.list(setting);
                            if (pair.size() != 2) {
                                throw Values.value(
                                        pair.size() < 2
                                                ? "not enough values to unpack (expected 2, got "
                                                        + pair.size()
                                                        + ")"
                                                : "too many values to unpack (expected 2)");
                            }
                            yield style.withSeparators(
                                    PyValues.str(pair.get(0)), PyValues.str(pair.get(1)));
                        }
                        case "skipkeys", "check_circular", "allow_nan" -> style;
                        case String name ->
                                throw Values.type(
                                        "JSONEncoder.__init__() got an unexpected keyword argument '"
                                                + name
                                                + "'");
                    };
        }
        return write(value, style)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private static @Nullable Object loadYaml(@Nullable Object value) {
        String text =
                switch (value) {
                    case TemplateModule module -> module.str();
                    case String string -> string;
                    case PyBytes bytes -> new String(bytes.data(), StandardCharsets.UTF_8);
                    case Undefined undefined -> throw undefined.error();
                    case null, default -> throw Values.type("a string or stream input is required");
                };
        try {
            return decoded(YamlLoader.load(text, YamlLoader.TEXT));
        } catch (YamlError e) {
            if (e.kind() == YamlError.Kind.VALUE) {
                throw new TemplateError(e.pythonClass(), e.getMessage());
            }
            throw new TemplateError(
                    "TemplateRuntimeError", "Encountered error loading yaml: " + e.getMessage());
        }
    }

    /** {@code salt.utils.data.decode}: bytes that are text become text. */
    private static @Nullable Object decoded(@Nullable Object value) {
        return decodeIn(PyValues.fromJava(value));
    }

    private static @Nullable Object decodeIn(@Nullable Object value) {
        return switch (value) {
            case PyBytes bytes -> Values.textOrBytes(bytes.data());
            case PyList list -> {
                list.items().replaceAll(Serializers::decodeIn);
                yield list;
            }
            case PyDict dict -> {
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    Object key = entry.getKey();
                    if (key instanceof PyBytes bytes) {
                        dict.remove(key);
                        key = Values.textOrBytes(bytes.data());
                    }
                    dict.put(key, decodeIn(entry.getValue()));
                }
                yield dict;
            }
            case null, default -> value;
        };
    }

    private static @Nullable Object loadJson(@Nullable Object value) {
        String text =
                switch (value) {
                    case TemplateModule module -> module.str();
                    case PyBytes bytes -> new String(bytes.data(), StandardCharsets.UTF_8);
                    case null, default -> PyValues.text(value);
                };
        try {
            if (text != null) {
                return PyValues.fromJava(Json.parse(text));
            }
        } catch (JsonError e) {
            if (e.pythonClass().equals("RecursionError")) {
                throw new TemplateError(e.pythonClass(), e.getMessage());
            }
        }
        throw new TemplateError(
                "TemplateRuntimeError",
                "Unable to load json from "
                        + (text == null || value instanceof PyBytes ? PyValues.str(value) : text));
    }

    private static @Nullable Object text(@Nullable Object value) {
        return value instanceof TemplateModule module ? module.str() : value;
    }
}
