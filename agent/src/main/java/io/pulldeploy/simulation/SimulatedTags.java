package io.pulldeploy.simulation;

import io.pulldeploy.simulation.QueryService.Dialect;
import io.pulldeploy.simulation.QueryService.Form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much of EC2 as an instance asks about itself: its tags. */
final class SimulatedTags {
    private final SimulatedInstance instance;

    SimulatedTags(SimulatedInstance instance) {
        this.instance = instance;
    }

    QueryService service() {
        return new QueryService(
                "ec2",
                "2016-11-15",
                "http://ec2.amazonaws.com/doc/2016-11-15/",
                Dialect.EC2,
                Map.of("DescribeTags", this::describeTags),
                _ -> "*");
    }

    private List<Xml> describeTags(Form form) {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        List<String> names = form.list("Filter.", ".Name");
        for (int i = 1; i <= names.size(); i++) {
            filters.put(names.get(i - 1), form.list("Filter." + i + ".Value.", ""));
        }
        List<Xml> items = new ArrayList<>();
        instance.tags()
                .forEach((key, value) -> {
                    if (wanted(filters, "resource-id", instance.id())
                            && wanted(filters, "resource-type", "instance")
                            && wanted(filters, "key", key)
                            && wanted(filters, "value", value)) {
                        items.add(
                                Xml.of(
                                        "item",
                                        Xml.text("resourceId", instance.id()),
                                        Xml.text("resourceType", "instance"),
                                        Xml.text("key", key),
                                        Xml.text("value", value)));
                    }
                });
        return List.of(Xml.of("tagSet", items));
    }

    private static boolean wanted(Map<String, List<String>> filters, String name, String value) {
        return !filters.containsKey(name) || filters.getOrDefault(name, List.of()).contains(value);
    }
}
