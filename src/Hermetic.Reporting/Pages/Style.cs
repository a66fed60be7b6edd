namespace Hermetic.Reporting.Pages;

/// <summary>The style sheet of a report: no fonts or images from elsewhere, light and dark, screen, phone and paper.</summary>
internal static class Style
{
    /// <summary>The CSS text; it contains nothing that XML would have to escape.</summary>
    public const string Sheet = """
        :root { color-scheme: light dark; --ground: #fbfbfa; --card: #ffffff; --ink: #1b1d21; --soft: #5b616b; --line: #dcdfe4; --accent: #005a91; --tint: #f1f4f8;
          --ok: #1d6b44; --ok-ground: #e2f2e9; --mid: #6b5200; --mid-ground: #fbf1d2; --weak: #9a3412; --weak-ground: #fde8dc; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14161a; --card: #1c1f25; --ink: #e8eaed; --soft: #a4abb6; --line: #343943; --accent: #7cc0f2; --tint: #22262e;
          --ok: #8fd6b0; --ok-ground: #16352a; --mid: #ecd083; --mid-ground: #3a3115; --weak: #ffb59a; --weak-ground: #452114; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; overflow-wrap: break-word; }
        main, header .inner { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
        header { background: var(--card); border-bottom: 1px solid var(--line); padding: 28px 0 24px; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
        h2 { font-size: 1.25rem; margin: 44px 0 12px; padding-top: 4px; letter-spacing: -0.005em; }
        h3 { font-size: 1rem; margin: 24px 0 8px; }
        p { margin: 0 0 12px; max-width: 78ch; }
        .lead { color: var(--soft); margin: 0 0 18px; }
        sup, sub { font-size: 0.72em; line-height: 0; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 0.9rem; margin-top: 18px; }
        a { color: var(--accent); text-decoration: none; }
        a:hover { text-decoration: underline; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; }
        .card { background: var(--tint); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; }
        .card .what { color: var(--soft); font-size: 0.82rem; }
        .card .value { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .card .more { color: var(--soft); font-size: 0.82rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 22px; align-items: start; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; break-inside: avoid; }
        figure .paper { background: #ffffff; padding: 10px; }
        figure svg { display: block; width: 100%; height: auto; max-width: 720px; margin: 0 auto; }
        figcaption { font-size: 0.88rem; color: var(--soft); padding: 12px 16px 14px; border-top: 1px solid var(--line); }
        figcaption b { color: var(--ink); }
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); margin: 0 0 16px; }
        table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
        caption { caption-side: top; text-align: left; padding: 10px 14px; color: var(--soft); font-size: 0.88rem; }
        th, td { padding: 6px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
        thead th { border-top: 0; background: var(--tint); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
        td.n, th.n { text-align: right; white-space: nowrap; }
        tr.total td { font-weight: 600; }
        td.wide { min-width: 13em; }
        td.nowrap { white-space: nowrap; }
        .tag { display: inline-block; font-size: 0.74rem; line-height: 1.5; padding: 0 7px; border-radius: 99px; white-space: nowrap; background: var(--tint); color: var(--soft); }
        .tag.ok { background: var(--ok-ground); color: var(--ok); }
        .tag.mid { background: var(--mid-ground); color: var(--mid); }
        .tag.weak { background: var(--weak-ground); color: var(--weak); }
        details { margin: 0 0 2px; } details[open] { margin-bottom: 18px; }
        summary { cursor: pointer; padding: 8px 0; color: var(--accent); font-weight: 600; font-size: 0.94rem; }
        code { font: 0.86em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        ul, ol { padding-left: 1.3em; margin: 0 0 14px; max-width: 84ch; }
        li { margin-bottom: 6px; }
        footer { color: var(--soft); font-size: 0.85rem; max-width: 1180px; margin: 40px auto 0; padding: 16px 20px 40px; border-top: 1px solid var(--line); }
        @media (max-width: 560px) { h1 { font-size: 1.4rem; } main, header .inner { padding: 0 12px; } figure .paper { padding: 4px; } th, td { padding: 6px 10px; } .cards { grid-template-columns: 1fr 1fr; } .card .value { font-size: 1.1rem; } }
        @media print { :root { color-scheme: light; --ground: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --accent: #000000; --tint: #f4f4f4;
          --ok: #1d6b44; --ok-ground: #ffffff; --mid: #6b5200; --mid-ground: #ffffff; --weak: #9a3412; --weak-ground: #ffffff; }
          @page { margin: 16mm; } body { font-size: 10.5pt; } nav { display: none; } .scroll { overflow: visible; } .figures { display: block; } figure { margin-bottom: 14px; }
          figure svg { max-width: 125mm; } h2 { break-after: avoid; } tr { break-inside: avoid; } details::details-content { content-visibility: visible; display: block; } th, td { padding: 3px 6px; } }
        """;
}
