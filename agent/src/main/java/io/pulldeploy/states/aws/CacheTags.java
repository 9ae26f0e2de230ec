package io.pulldeploy.states.aws;

import io.pulldeploy.aws.CacheClusters;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of what ElastiCache has, given as a mapping or as AWS's list of keys and values. */
final class CacheTags {
    static final Shape SHAPE = Shapes.listOf(Shapes.fields("Key: text!, Value: text"));

    private CacheTags() {}

    /**
     * Adds the steps to other tags.
     *
     * @param found what AWS answers of the resource
     * @param given nothing if tags are not managed
     */
    static void compare(
            Steps steps,
            CacheClusters caches,
            Map<String, @Nullable Object> found,
            @Nullable Object given) {
        if (given == null) {
            return;
        }
        Plain.text(found.get("ARN"))
                .ifPresent(arn ->
                        TagDiff.of(mapping(given), caches.tags(arn))
                                .addTo(
                                        steps,
                                        tags -> caches.tag(arn, tags),
                                        keys -> caches.untag(arn, keys)));
    }

    private static Map<String, String> mapping(Object given) {
        if (!(given instanceof List<?> list)) {
            return Plain.textMapping(given);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        list.forEach(tag -> {
            Map<String, @Nullable Object> one = Plain.mapping(tag);
            tags.put(String.valueOf(one.get("Key")), Plain.text(one.get("Value")).orElse(""));
        });
        return tags;
    }
}
