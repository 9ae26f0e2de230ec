/** Salt's YAML loader and PyYAML's dumper; the only user of SnakeYAML. */
package io.pulldeploy.render.yaml;
