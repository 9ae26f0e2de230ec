/**
 * Salt's YAML loader and PyYAML's dumper, by libyaml's rules, which SnakeYAML does not have, in
 * code of our own.
 */
package io.pulldeploy.render.yaml;
