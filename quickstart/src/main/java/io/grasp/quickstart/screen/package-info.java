/** What a person sees while it runs. */
@NullMarked
package io.grasp.quickstart.screen;

import org.jspecify.annotations.NullMarked;
