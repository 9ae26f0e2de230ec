package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.SlsRenderer;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.loader.TemplateRenderer;

/** Makes renderers whose templates see a minion's configuration, grains, pillar and functions. */
public interface Renderers {
    SlsRenderer sls(Minion minion);

    TemplateRenderer templates(Minion minion);
}
