package io.pulldeploy.render;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.TemplateRenderer;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.render.salt.SaltJinja;
import io.pulldeploy.render.salt.SaltTemplateError;
import io.pulldeploy.render.yaml.AggregateYaml;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Renders SLS, top and pillar files through the pipe that their first line or the config names. */
public final class RenderPipe {
    private final SaltJinja jinja;
    private final GpgRenderer gpg;
    private final SandboxedTemplates sandboxed;

    /**
     * @param secrets takes what is decrypted
     */
    public RenderPipe(Host host, RandomGenerator random, Secrets secrets) {
        this.jinja = new SaltJinja(host, random);
        this.gpg = new GpgRenderer(host, secrets);
        this.sandboxed = new SandboxedTemplates(host.files(), host.clock(), Duration.ofSeconds(30));
    }

    /**
     * The data that a file renders to; an empty mapping for a file without any.
     *
     * @return a plain immutable value: a mapping, unless the file is wrong or its pipe ends in text
     * @throws SlsException with one error, in Salt's words
     */
    public @Nullable Object render(SlsSource source, RenderContext context) {
        String standard = context.option("renderer");
        return render(source, context, standard.isEmpty() ? "jinja|yaml" : standard);
    }

    /**
     * Decrypts every PGP message inside a plain value.
     *
     * @throws SlsException with one error, in Salt's words
     */
    public @Nullable Object decrypt(@Nullable Object data, Map<String, @Nullable Object> opts) {
        try {
            return gpg.decrypt(data, opts);
        } catch (RenderFailure e) {
            throw new SlsException(SlsError.of(String.valueOf(e.getMessage())));
        }
    }

    /**
     * @param standard the pipe for a file without a shebang, such as {@code jinja|yaml}
     */
    public @Nullable Object render(SlsSource source, RenderContext context, String standard) {
        try {
            return piped(source, context, standard);
        } catch (RenderFailure e) {
            throw new SlsException(e.error(source));
        }
    }

    private @Nullable Object piped(SlsSource source, RenderContext context, String standard) {
        if (source.text().isBlank()) {
            return Map.of();
        }
        Object data = source.text();
        for (RenderStep step : RenderStep.pipe(source.text(), standard, context.opts())) {
            data = apply(step, data, source, context);
        }
        return data instanceof String text ? withLineBreaksOf(source.text(), text) : data;
    }

    /** A text whose source has Windows' line breaks has them, too, unless it has some already. */
    private static String withLineBreaksOf(String source, String text) {
        return source.contains("\r\n") && !text.contains("\r\n")
                ? text.replace("\n", "\r\n")
                : text;
    }

    private @Nullable Object apply(
            RenderStep step, @Nullable Object data, SlsSource source, RenderContext context) {
        return switch (step.renderer()) {
            case "jinja" -> {
                if (!step.arguments().isEmpty() && !step.arguments().equals("-s")) {
                    throw RenderFailure.render(
                            "Unknown renderer option: " + step.arguments(), 1, "");
                }
                yield jinja(text(data), source, context);
            }
            case "yaml" -> yaml(text(data));
            case "json" -> json(text(data));
            case "yamlex" -> yamlex(text(data));
            case "gpg" -> gpg(data, context);
            case "jinjava" -> sandboxed(text(data), source, context);
            case "stateconf" ->
                    new StateConf(
                                    step.arguments(),
                                    source,
                                    context,
                                    (inner, value, own) -> apply(inner, value, source, own))
                            .render(data);
            default -> throw RenderFailure.unsupported(step.renderer());
        };
    }

    private static String text(@Nullable Object data) {
        if (data instanceof String text) {
            return text;
        }
        throw RenderFailure.render(
                "a renderer that reads text follows one that made a " + PythonText.type(data),
                1,
                "");
    }

    private String jinja(String text, SlsSource source, RenderContext context) {
        try {
            return jinja.render(
                    new SlsSource(
                            text,
                            source.path(),
                            source.relativePath(),
                            source.saltenv(),
                            source.sls(),
                            source.tplpath()),
                    context);
        } catch (SaltTemplateError e) {
            throw RenderFailure.template(e);
        }
    }

    private static Object yaml(String text) {
        try {
            Object data = YamlLoader.render(text);
            return isEmpty(data) || data == null ? Map.of() : data;
        } catch (YamlError e) {
            throw RenderFailure.yaml(e, text);
        }
    }

    /** Salt takes any false value for an empty file. */
    private static boolean isEmpty(@Nullable Object data) {
        return switch (data) {
            case null -> true;
            case Boolean b -> !b;
            case String text -> text.isEmpty();
            case Number n -> n.doubleValue() == 0;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private static @Nullable Object json(String text) {
        String body = text.startsWith("#!") ? text.substring(text.indexOf('\n') + 1) : text;
        if (body.isBlank()) {
            return Map.of();
        }
        try {
            return Json.parse(body);
        } catch (JsonError e) {
            throw RenderFailure.json(e, body);
        }
    }

    private static Object yamlex(String text) {
        try {
            Object data = AggregateYaml.load(text);
            return isEmpty(data) || data == null ? Map.of() : data;
        } catch (YamlError e) {
            throw RenderFailure.yamlex(e, text);
        }
    }

    private @Nullable Object gpg(@Nullable Object data, RenderContext context) {
        return gpg.decrypt(data, context.opts());
    }

    private String sandboxed(String text, SlsSource source, RenderContext context) {
        return sandboxed.render(text, source, context);
    }

    /**
     * Renders a template that is no SLS file, such as {@code file.managed}'s with {@code template:
     * jinja}.
     *
     * @param engine {@code jinja} or {@code jinjava}
     * @throws SlsException with one error, in Salt's words
     */
    public String renderText(String engine, SlsSource source, RenderContext context) {
        try {
            return switch (engine) {
                case "jinja" -> jinja(source.text(), source, context);
                case "jinjava" -> sandboxed(source.text(), source, context);
                default -> throw RenderFailure.unsupported(engine);
            };
        } catch (RenderFailure e) {
            throw new SlsException(e.plainError(source));
        }
    }

    /** Templates for a minion's functions and states. */
    public TemplateRenderer forMinion(Minion minion) {
        return new TemplateRenderer() {
            @Override
            public String render(
                    String engine,
                    String text,
                    String name,
                    String saltenv,
                    Map<String, @Nullable Object> context) {
                try {
                    return renderText(
                            engine,
                            new SlsSource(text, name, name, saltenv, ""),
                            RenderContext.of(minion).withExtra(context));
                } catch (SlsException e) {
                    SlsError error = e.errors().getFirst();
                    throw new CallError("SaltRenderError", error.saltText(), e);
                }
            }

            @Override
            public @Nullable Object data(
                    String standard,
                    String text,
                    String name,
                    String saltenv,
                    Map<String, @Nullable Object> context) {
                try {
                    return piped(
                            new SlsSource(text, name, name, saltenv, ""),
                            RenderContext.of(minion).withExtra(context),
                            standard);
                } catch (RenderFailure e) {
                    throw new CallError(e.pythonClass(), String.valueOf(e.getMessage()), e);
                }
            }
        };
    }
}
