package io.pulldeploy.states.aws;

import io.pulldeploy.aws.VpcParts;
import io.pulldeploy.aws.VpcParts.Part;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A part of a VPC that a state names by id or by its tag {@code Name}: its id is known only later
 * if a state before makes it.
 *
 * @param given its name, or its id
 * @param id empty if there is none yet
 */
record PartRef(VpcParts parts, Part part, String given, Optional<String> id) {
    /**
     * What two parameters name, of which one at most may be given.
     *
     * @throws CallError if there is no such part, and no state before makes it
     */
    static Optional<PartRef> of(AwsState.Call call, Part part, String byId, String byName) {
        Optional<String> id = call.args().text(byId);
        Optional<String> name = call.args().text(byName);
        if (id.isPresent() && name.isPresent()) {
            throw new CallError(byId + " and " + byName + " are mutually exclusive.");
        }
        return id.map(i -> withId(call, part, i)).or(() -> name.map(n -> named(call, part, n)));
    }

    /**
     * @throws CallError if neither is given
     */
    static PartRef required(AwsState.Call call, Part part, String byId, String byName) {
        return of(call, part, byId, byName)
                .orElseThrow(
                        () -> new CallError("One of %s and %s is needed.".formatted(byId, byName)));
    }

    static PartRef withId(AwsState.Call call, Part part, String id) {
        VpcParts parts = call.account().vpcParts();
        if (parts.find(part, Map.of(part.filter(), List.of(id))).isEmpty()) {
            throw missing(part, id);
        }
        return new PartRef(parts, part, id, Optional.of(id));
    }

    static PartRef named(AwsState.Call call, Part part, String name) {
        VpcParts parts = call.account().vpcParts();
        Optional<String> found = find(parts, part, name).map(p -> id(part, p));
        if (found.isEmpty() && !call.expected().contains(part.words(), name)) {
            throw missing(part, name);
        }
        return new PartRef(parts, part, name, found);
    }

    private static CallError missing(Part part, String given) {
        return new CallError("%s %s does not exist.".formatted(part.words(), given));
    }

    /**
     * The part whose tag {@code Name} is this.
     *
     * @throws CallError if there are several
     */
    static Optional<Map<String, @Nullable Object>> find(VpcParts parts, Part part, String name) {
        return only(part, name, parts.find(part, Map.of("tag:Name", List.of(name))));
    }

    static Optional<Map<String, @Nullable Object>> only(
            Part part, String name, List<Map<String, @Nullable Object>> found) {
        if (found.size() > 1) {
            throw new CallError(
                    "More than one %s is named %s: %s."
                            .formatted(
                                    part.words(),
                                    name,
                                    found.stream()
                                            .map(p -> id(part, p))
                                            .collect(Collectors.joining(", "))));
        }
        return found.stream().findFirst();
    }

    static String id(Part part, Map<String, @Nullable Object> found) {
        return String.valueOf(found.get(part.id()));
    }

    static Map<String, String> tags(Map<String, @Nullable Object> found) {
        Map<String, String> tags = new LinkedHashMap<>();
        Plain.list(found.get("Tags"))
                .forEach(t -> {
                    Map<String, @Nullable Object> tag = Plain.mapping(t);
                    tags.put(String.valueOf(tag.get("Key")), String.valueOf(tag.get("Value")));
                });
        return tags;
    }

    /** The tags that a state gives what it makes: those it says, and the name. */
    static Map<String, String> wantedTags(AwsState.Call call) {
        Map<String, String> tags = Plain.textMapping(call.args().value("tags"));
        tags.put("Name", call.name());
        return tags;
    }

    /** Adds the steps to other tags; tags that are not given are not managed. */
    static void compareTags(
            AwsState.Call call, Steps steps, Part part, Map<String, @Nullable Object> found) {
        if (call.args().value("tags") == null) {
            return;
        }
        VpcParts parts = call.account().vpcParts();
        String id = id(part, found);
        // What was found by its id keeps its name.
        Map<String, String> current = tags(found);
        Map<String, String> wanted = wantedTags(call);
        if (current.containsKey("Name")) {
            wanted.put("Name", String.valueOf(current.get("Name")));
        }
        TagDiff diff = TagDiff.of(wanted, current);
        if (!diff.isEmpty()) {
            diff.addTo(steps, tags -> parts.tag(id, tags), keys -> parts.untag(id, keys));
        }
    }

    /** The id as a plan shows it. */
    String shown() {
        return id.orElse(Steps.LATER);
    }

    /**
     * The id now.
     *
     * @throws CallError if there still is no such part
     */
    String require() {
        return id.or(() -> find(parts, part, given).map(p -> id(part, p)))
                .orElseThrow(() -> missing(part, given));
    }
}
