package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** {@code test.*}: functions to try calls with. */
public final class TestModule {
    private final LongConsumer sleep;

    /**
     * @param sleep waits that many seconds
     */
    public TestModule(LongConsumer sleep) {
        this.sleep = sleep;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                constant("test.ping", "Always true.", true),
                constant("test.true", "Always true.", true),
                constant("test.false", "Always false.", false),
                constant("test.deprecation_warning", "Always true.", true),
                new ExecutionFunction(
                        "test.collatz",
                        "The steps of the Collatz conjecture down to one, and the seconds they took.",
                        "start",
                        (minion, args) -> collatz(args.integer("start").orElse(1L))),
                new ExecutionFunction(
                        "test.rand_sleep",
                        "Waits up to that many seconds.",
                        "max=60",
                        (minion, args) -> {
                            sleep.accept(random(minion, args.integer("max").orElse(60L)));
                            return true;
                        }),
                randomHash("test.random_hash"),
                randomHash("test.rand_str"),
                new ExecutionFunction(
                        "test.raise_exception",
                        "Fails as an exception of Python's would.",
                        "name, *args, **kwargs",
                        TestModule::raise),
                new ExecutionFunction(
                        "test.version",
                        "The version of Salt whose language this is.",
                        "",
                        (minion, args) -> minion.grains().get("saltversion")),
                new ExecutionFunction(
                        "test.echo",
                        "What it is given.",
                        "text",
                        (minion, args) -> args.value("text")),
                new ExecutionFunction(
                        "test.outputter",
                        "What it is given.",
                        "data",
                        (minion, args) -> args.value("data")),
                new ExecutionFunction(
                        "test.arg",
                        "The arguments it is given.",
                        "*args, **kwargs",
                        (minion, args) -> both(args.varargs(), args.extra())),
                new ExecutionFunction(
                        "test.arg_clean",
                        "The arguments it is given, without Salt's own.",
                        "*args, **kwargs",
                        (minion, args) -> {
                            Map<String, @Nullable Object> clean = new LinkedHashMap<>(args.extra());
                            clean.keySet().removeIf(name -> name.startsWith("__"));
                            return both(args.varargs(), clean);
                        }),
                new ExecutionFunction(
                        "test.kwarg",
                        "The keyword arguments it is given.",
                        "**kwargs",
                        (minion, args) -> args.extra()),
                new ExecutionFunction(
                        "test.arg_type",
                        "The types of the arguments it is given.",
                        "*args, **kwargs",
                        (minion, args) -> {
                            Map<String, Object> kwargs = new LinkedHashMap<>();
                            args.extra().forEach((key, value) -> kwargs.put(key, type(value)));
                            return both(
                                    args.varargs().stream().map(TestModule::type).toList(), kwargs);
                        }),
                new ExecutionFunction(
                        "test.arg_repr",
                        "The arguments it is given, as Python writes them.",
                        "*args, **kwargs",
                        (minion, args) ->
                                both(tuple(args.varargs()), PythonText.repr(args.extra()))),
                new ExecutionFunction(
                        "test.fib",
                        "A Fibonacci number, and the seconds it took.",
                        "num",
                        TestModule::fib),
                new ExecutionFunction(
                        "test.sleep",
                        "Waits some seconds.",
                        "length",
                        (minion, args) -> {
                            sleep.accept(args.integer("length").orElse(0L));
                            return true;
                        }),
                new ExecutionFunction(
                        "test.retcode",
                        "Sets the exit code.",
                        "code=42",
                        (minion, args) -> {
                            minion.context()
                                    .put("retcode", args.integer("code").orElse(0L).intValue());
                            return true;
                        }),
                new ExecutionFunction(
                        "test.tty",
                        "Says that cmd.tty does it.",
                        "*args, **kwargs",
                        (minion, args) -> "ERROR: This function has been moved to cmd.tty"),
                new ExecutionFunction(
                        "test.attr_call",
                        "The grains.",
                        "",
                        (minion, args) -> minion.call("grains.items", List.of(), Map.of())),
                new ExecutionFunction(
                        "test.conf_test",
                        "The setting test.foo.",
                        "",
                        (minion, args) ->
                                minion.call("config.option", List.of("test.foo"), Map.of())),
                new ExecutionFunction(
                        "test.get_opts",
                        "The configuration.",
                        "",
                        (minion, args) -> new LinkedHashMap<>(minion.opts())),
                new ExecutionFunction(
                        "test.opts_pkg",
                        "The configuration with the grains.",
                        "",
                        (minion, args) -> {
                            Map<String, @Nullable Object> opts = new LinkedHashMap<>(minion.opts());
                            opts.put("grains", new LinkedHashMap<>(minion.grains()));
                            return opts;
                        }),
                new ExecutionFunction(
                        "test.cross_test",
                        "Calls another function.",
                        "func, args=None",
                        (minion, args) ->
                                minion.call(args.string("func"), args.list("args"), Map.of())),
                new ExecutionFunction(
                        "test.try",
                        "Calls another function; None if that fails.",
                        "module, return_try_exception=False, **kwargs",
                        TestModule::attempt),
                new ExecutionFunction(
                        "test.exception",
                        "Always fails.",
                        "message='Test Exception'",
                        (minion, args) -> {
                            throw new CallError("Exception", args.string("message"));
                        }),
                new ExecutionFunction(
                        "test.assertion",
                        "Fails unless it is given something true.",
                        "assertion",
                        (minion, args) -> {
                            if (!args.flag("assertion")) {
                                throw new CallError("AssertionError", "");
                            }
                            return null;
                        }));
    }

    private static ExecutionFunction constant(String name, String doc, boolean value) {
        return new ExecutionFunction(name, doc, "", (minion, args) -> value);
    }

    private static Map<String, @Nullable Object> both(
            @Nullable Object args, @Nullable Object kwargs) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("args", args);
        both.put("kwargs", kwargs);
        return both;
    }

    private static String type(@Nullable Object value) {
        return "<class '" + PythonText.type(value) + "'>";
    }

    private static String tuple(List<@Nullable Object> values) {
        String list = PythonText.repr(values);
        String inner = list.substring(1, list.length() - 1);
        return "(" + inner + (values.size() == 1 ? ",)" : ")");
    }

    private static List<Object> fib(Minion minion, Arguments args) {
        long wanted = args.integer("num").orElse(0L);
        if (wanted < 0) {
            throw new CallError("Negative number is not allowed!");
        }
        long start = System.nanoTime();
        BigInteger previous = BigInteger.ZERO;
        BigInteger current = BigInteger.valueOf(Math.min(wanted, 1));
        for (long i = 1; i < wanted; i++) {
            BigInteger next = previous.add(current);
            previous = current;
            current = next;
        }
        Object number = current.bitLength() < 64 ? (Object) current.longValue() : current;
        List<Object> result = new ArrayList<>();
        result.add(number);
        result.add((System.nanoTime() - start) / 1e9);
        return result;
    }

    private static @Nullable Object attempt(Minion minion, Arguments args) {
        try {
            return minion.call(args.string("module"), List.of(), args.extra());
        } catch (CallError e) {
            return args.flag("return_try_exception") ? e.getMessage() : null;
        }
    }

    private static Object collatz(long start) {
        long begin = System.nanoTime();
        List<@Nullable Object> steps = new ArrayList<>();
        double number = start;
        while (number != 1) {
            // Python divides to a number with a point, and goes on with it.
            steps.add(steps.isEmpty() ? (Object) start : (Object) number);
            if (number > 1) {
                number = number % 2 == 0 ? number / 2 : number * 3 + 1;
            } else {
                throw new CallError("no number above zero, and so no way down to one: " + start);
            }
        }
        List<@Nullable Object> answer = new ArrayList<>();
        answer.add(steps);
        answer.add((System.nanoTime() - begin) / 1e9);
        return answer;
    }

    private static long random(Minion minion, long most) {
        Object number = minion.call("random.rand_int", List.of(0L, most), Map.of());
        return number instanceof Long n ? n : 0;
    }

    private static ExecutionFunction randomHash(String name) {
        return new ExecutionFunction(
                name,
                "The digest of a random number.",
                "size=9999999999, hash_type=None",
                (minion, args) -> {
                    String type =
                            args.text("hash_type")
                                    .filter(t -> !t.isEmpty())
                                    .orElse(
                                            PythonText.str(
                                                    minion.opts()
                                                            .getOrDefault("hash_type", "sha256")));
                    long number = random(minion, args.integer("size").orElse(0L));
                    return Hashes.hex(type, ("" + number).getBytes(StandardCharsets.UTF_8));
                });
    }

    private static Object raise(Minion minion, Arguments args) {
        String name = args.string("name");
        boolean salts = name.startsWith("salt.exceptions.");
        if (!salts
                && !name.matches("[A-Z]\\w*(Error|Exception|Exit|Interrupt|Iteration|Warning)")) {
            return false;
        }
        throw new CallError(
                salts ? name.substring("salt.exceptions.".length()) : name,
                args.varargs().size() == 1
                        ? PythonText.str(args.varargs().getFirst())
                        : args.varargs().isEmpty() ? "" : PythonText.str(args.varargs()));
    }
}
