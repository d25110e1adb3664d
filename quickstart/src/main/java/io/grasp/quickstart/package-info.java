/** The whole system in one JVM: broker, both apps and a demo feed; and the command line that holds all commands. */
@NullMarked
package io.grasp.quickstart;

import org.jspecify.annotations.NullMarked;
