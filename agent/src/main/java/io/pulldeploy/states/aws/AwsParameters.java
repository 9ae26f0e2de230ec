package io.pulldeploy.states.aws;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.Signature;
import io.pulldeploy.modules.AwsConnections;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** The parameters of an AWS state: their names, defaults and shapes. */
final class AwsParameters {
    /** Keys of a low chunk that belong to the state system, not to the state. */
    private static final Set<String> INTERNAL =
            Set.of(
                    ("onfail_stop require require_any watch watch_any onchanges onchanges_any"
                                    + " onfail onfail_any onfail_all listen prereq require_in"
                                    + " watch_in onchanges_in onfail_in prereq_in listen_in fun"
                                    + " state check_cmd cmd_opts_exclude failhard onlyif unless"
                                    + " creates retry order parallel reload_modules reload_grains"
                                    + " reload_pillar runas runas_password no_log fire_event"
                                    + " saltenv umask use use_in")
                            .split(" "));

    private static final Set<String> COMMON = Set.of("name", "region", "key", "keyid", "profile");

    private final Signature signature;
    private final SequencedMap<String, Shape> shapes;

    private AwsParameters(Signature signature, SequencedMap<String, Shape> shapes) {
        this.signature = signature;
        this.shapes = shapes;
    }

    /**
     * @param described {@code "name: text, min_size: integer, tags: tags=None"}; types are those of
     *     {@link Shapes#ofType} or keys of {@code named}
     */
    static AwsParameters of(String described, Map<String, Shape> named) {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        StringBuilder python = new StringBuilder();
        for (String part : described.split(",")) {
            String[] halves = part.split(":", 2);
            String name = halves[0].strip();
            String[] typeAndDefault = halves[1].split("=", 2);
            String type = typeAndDefault[0].strip();
            shapes.put(name, named.containsKey(type) ? named.get(type) : Shapes.ofType(type));
            python.append(name);
            if (typeAndDefault.length == 2) {
                python.append('=').append(typeAndDefault[1].strip());
            }
            python.append(", ");
        }
        shapes.put("region", Shapes.TEXT);
        shapes.put("key", Shapes.TEXT);
        shapes.put("keyid", Shapes.TEXT);
        shapes.put("profile", Shapes.ANY);
        return new AwsParameters(
                Signature.of(python + AwsConnections.PARAMETERS + ", **kwargs"), shapes);
    }

    /** Whether every state has a parameter of this name. */
    static boolean isCommon(String name) {
        return COMMON.contains(name);
    }

    Signature signature() {
        return signature;
    }

    /** Everything that is wrong with a call's arguments, each in one sentence. */
    List<String> problems(Arguments args) {
        List<String> problems = new ArrayList<>();
        args.extra().keySet().stream()
                .filter(k -> !INTERNAL.contains(k) && !k.startsWith("__"))
                .forEach(k -> problems.add(Shape.unknown("", k, shapes.keySet())));
        shapes.forEach((name, shape) -> shape.checkOptional(name, args.value(name), problems));
        if ("".equals(args.value("name"))) {
            problems.add("'name' is empty.");
        }
        return problems;
    }
}
