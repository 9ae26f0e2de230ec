package io.pulldeploy.states;

import io.pulldeploy.loader.StateCall;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.modules.HostsFile;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code host} states: names in {@code /etc/hosts}. */
public final class HostState {
    private final HostsFile hosts;

    public HostState(Host host) {
        this.hosts = new HostsFile(host.files());
    }

    public List<StateFunction> functions() {
        return List.of(
                new StateFunction(
                        "host.present",
                        "Addresses that have a name.",
                        "name, ip, comment='', clean=False",
                        this::present),
                new StateFunction(
                        "host.absent",
                        "Addresses that do not have a name.",
                        "name, ip",
                        this::absent),
                new StateFunction(
                        "host.only",
                        "An address with these names and no others.",
                        "name, hostnames",
                        this::only));
    }

    /** One change of the file: Salt's key for it, and its comments before and after. */
    private record Step(
            String kind, String address, String value, String would, String did, Runnable effect) {}

    private StateResult present(StateCall call) {
        String name = call.name();
        String comment = call.args().text("comment").orElse("");
        List<String> addresses = addresses(call);
        List<String> comments = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<Step> adding = new ArrayList<>();
        List<Step> commenting = new ArrayList<>();
        List<Step> removing = new ArrayList<>();
        Map<String, HostsFile.Entry> entries = hosts.entries();
        for (String address : addresses) {
            if (!entries.containsKey(address)) {
                add(address, name, comment, adding, commenting);
            }
        }
        entries.forEach((address, entry) -> {
            boolean named = entry.aliases().contains(name);
            if (!addresses.contains(address)) {
                if (named && call.args().flag("clean")) {
                    removing.add(
                            new Step(
                                    "removed",
                                    address,
                                    name,
                                    "Host %s (%s) would be removed".formatted(name, address),
                                    "Removed host %s (%s)".formatted(name, address),
                                    () -> hosts.remove(address, name)));
                } else if (named) {
                    warnings.add(
                            "Host %1$s present for IP address %2$s. To get rid of this warning, either run this state with 'clean' set to True to remove %1$s from %2$s, or add %2$s to the 'ip' argument."
                                    .formatted(name, address));
                }
            } else if (!named) {
                add(address, name, comment, adding, commenting);
            } else if (!comment.isEmpty() && !entry.comment().orElse("").equals(comment)) {
                commenting.add(commented(address, comment));
            } else {
                comments.add("Host %s (%s) already present".formatted(name, address));
            }
        });
        List<Step> steps = new ArrayList<>(adding);
        steps.addAll(commenting);
        steps.addAll(removing);
        StateResult result =
                steps.isEmpty()
                        ? StateResult.succeeded(String.join("\n", comments))
                        : changed(call, steps, comments);
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    private void add(
            String address, String name, String comment, List<Step> adding, List<Step> commenting) {
        adding.add(
                new Step(
                        "added",
                        address,
                        name,
                        "Host %s (%s) would be added".formatted(name, address),
                        "Added host %s (%s)".formatted(name, address),
                        () -> hosts.add(address, name)));
        if (!comment.isEmpty()) {
            commenting.add(commented(address, comment));
        }
    }

    private Step commented(String address, String comment) {
        return new Step(
                "comment_added",
                address,
                comment,
                "Comment for %s (%s) would be added".formatted(address, comment),
                "Set comment for host %s (%s)".formatted(address, comment),
                () -> hosts.comment(address, comment));
    }

    private static StateResult changed(StateCall call, List<Step> steps, List<String> before) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        List<String> would = new ArrayList<>(before);
        List<String> did = new ArrayList<>(before);
        for (Step step : steps) {
            @SuppressWarnings("unchecked")
            Map<String, Object> byAddress =
                    (Map<String, Object>)
                            changes.computeIfAbsent(
                                    step.kind(), _ -> new LinkedHashMap<String, Object>());
            byAddress.put(step.address(), List.of(step.value()));
            would.add(step.would());
            did.add(step.did());
        }
        // A changed comment alone leaves Salt's test run at "true", and so does ours.
        Outcome outcome =
                steps.stream().allMatch(s -> s.kind().equals("comment_added"))
                        ? Outcome.SUCCEEDED
                        : Outcome.WOULD_CHANGE;
        return call.apply(
                new StateResult(outcome, changes, String.join("\n", would), Map.of()),
                () -> {
                    steps.forEach(s -> s.effect().run());
                    return StateResult.changed(changes, String.join("\n", did));
                });
    }

    private static List<String> addresses(StateCall call) {
        return call.args().list("ip").stream().map(Texts::str).toList();
    }

    private StateResult absent(StateCall call) {
        String name = call.name();
        List<String> would = new ArrayList<>();
        List<String> did = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String address : addresses(call)) {
            if (hosts.has(address, name)) {
                found.add(address);
                would.add("Host %s (%s) needs to be removed".formatted(name, address));
                did.add("Removed host %s (%s)".formatted(name, address));
            } else {
                would.add("Host %s (%s) already absent".formatted(name, address));
                did.add("Host %s (%s) already absent".formatted(name, address));
            }
        }
        if (found.isEmpty()) {
            return StateResult.succeeded(String.join("\n", did));
        }
        return call.apply(
                Map.of(),
                String.join("\n", would),
                () -> {
                    found.forEach(a -> hosts.remove(a, name));
                    return StateResult.changed(Map.of("host", name), String.join("\n", did));
                });
    }

    private StateResult only(StateCall call) {
        String address = call.name();
        List<String> wanted =
                call.args().list("hostnames").stream().map(h -> Texts.str(h).strip()).toList();
        HostsFile.Entry entry = hosts.entries().get(address);
        String before = entry == null ? "" : String.join(" ", entry.aliases());
        String after = String.join(" ", wanted);
        if (before.equals(after)) {
            return StateResult.succeeded(
                    "IP address %s already set to \"%s\"".formatted(address, after));
        }
        Map<String, Object> swap = new LinkedHashMap<>();
        swap.put("old", before);
        swap.put("new", after);
        return call.apply(
                Map.of(),
                "Would change %s from \"%s\" to \"%s\"".formatted(address, before, after),
                () -> {
                    hosts.set(address, List.of(after.split(" ")));
                    return StateResult.changed(
                            Map.of(address, swap),
                            "successfully changed %s from \"%s\" to \"%s\""
                                    .formatted(address, before, after));
                });
    }
}
