"""Style: how the explorer looks, on a wide screen and on a telephone, in a notebook and on a page of its own."""

CSS = """
.mi-explorer { font-family: system-ui, sans-serif; color: #222; max-width: 1240px; overflow: visible; }
.mi-explorer h2 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 .3rem; white-space: normal; }
.mi-explorer h1 { font-size: 1.6rem; margin: 0 0 .3rem; }
.mi-controls h2 { font-size: 1rem; margin: .6rem 0 .2rem; }
.mi-explorer p, .mi-explorer li { line-height: 1.45; margin: .2rem 0; white-space: normal; }
.mi-columns { flex-flow: row wrap; align-items: flex-start; gap: 18px; overflow: visible; }
.mi-controls { flex: 1 1 340px; max-width: 460px; min-width: 0; overflow: visible; }
.mi-results { flex: 2 1 340px; min-width: 0; overflow: visible; }
.mi-results img { display: block; }
.mi-results .widget-html { min-width: 0; max-width: 100%; height: auto; flex: 0 0 auto; }
.mi-calendar .widget-hbox { flex-flow: row wrap; align-items: center; overflow: visible; }
.mi-calendar .widget-checkbox { flex: 1 1 130px; width: auto; min-width: 0; }
.mi-calendar .widget-slider, .mi-calendar .widget-text { flex: 2 1 200px; min-width: 0; }
/* The name of a line stands before it already; whoever hears the page hears it with the slider too. */
.mi-calendar .widget-slider .widget-label, .mi-calendar .widget-text .widget-label { position: absolute; width: 1px !important;
  height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mi-results .mi-miti, .mi-results .mi-gap, .mi-results .mi-practice { flex: 1 1 300px; max-width: max(300px, 49%); }
.mi-explorer .jupyter-widget-Collapse-header { color: #222; }
.mi-also { font-weight: 600; }
.mi-explorer .widget-html:has(.widget-html-content:empty) { display: none; }
.mi-tip { font-size: .82rem; line-height: 1.35; color: #444; background: #f4f4f4; padding: 4px 8px; margin: 0 2px; }
.mi-about, .mi-state { color: #555; font-size: .8rem; }
.mi-right { border-left: 5px solid #009E73; padding: 4px 10px; background: #eef8f4; }
.mi-warning { border-left: 5px solid #D55E00; padding: 2px 10px; background: #fdf3ec; margin: 4px 0; overflow: visible; }
.mi-wrong { border-left: 5px solid #D55E00; padding: 4px 10px; background: #fdf3ec; }
.mi-explorer .widget-label { white-space: normal; line-height: 1.25; height: auto; text-align: left; color: #222; }
.mi-explorer .widget-inline-hbox, .mi-explorer .widget-hslider { height: auto; min-height: 30px; align-items: center; }
.mi-explorer .widget-html-content { line-height: 1.4; white-space: normal; }
.mi-command { display: block; overflow-wrap: anywhere; background: #f2f2f2; padding: 6px; color: #222; }
.mi-link, .mi-copy { display: inline-block; padding: 4px 10px; margin: 2px 0; background: #eee; color: #222; border: 1px solid #767676;
  text-decoration: none; cursor: pointer; font: inherit; }
.mi-explorer :focus-visible { outline: 3px solid #0072B2; outline-offset: 1px; }
@media (max-width: 760px) {
  .mi-controls { max-width: 100%; flex-basis: 100%; }
  .mi-results .mi-miti, .mi-results .mi-gap, .mi-results .mi-practice { max-width: 100%; }
  /* Results come first, and the finding stays in sight while one moves a control. */
  .mi-results { display: contents; }
  .mi-results > * { order: -1; flex: 1 1 100%; }
  .mi-heading { position: sticky; top: 0; z-index: 5; background: #fff; border-bottom: 1px solid #ccc; }
  .mi-heading h2 { font-size: 1.05rem; }
  .mi-results > .jupyter-widget-Collapse, .mi-results > .widget-accordion { min-width: 0; max-width: 100%; }
  .mi-results .jupyter-widget-Collapse-contents, .mi-results .jupyter-widget-Collapse-contents .widget-box { min-width: 0; max-width: 100%; }
  .mi-network { overflow-x: auto; }
  .mi-network img { min-width: 560px; }
}
"""
