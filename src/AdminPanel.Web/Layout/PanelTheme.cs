using MudBlazor;

namespace AdminPanel.Web.Layout;

/// <summary>The palette as MudBlazor wants it; <c>wwwroot/css/tokens.css</c> holds the same colours for everything else.</summary>
internal static class PanelTheme
{
    private static readonly string[] Sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Ubuntu", "Cantarell", "Helvetica Neue", "sans-serif"];

    /// <summary>The one theme.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0d5c63",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8a5a00",
            Tertiary = "#5b4b8a",
            Info = "#1f5f99",
            Success = "#23693a",
            Warning = "#8a5a00",
            Error = "#a8261e",
            Dark = "#1d2a2c",
            TextPrimary = "#17221f",
            TextSecondary = "#52605d",
            TextDisabled = "#5f6d6a",
            ActionDefault = "#45524f",
            ActionDisabled = "#8b9794",
            ActionDisabledBackground = "#e6e8e3",
            Background = "#f4f4ef",
            BackgroundGray = "#ecece5",
            Surface = "#fdfdfb",
            AppbarBackground = "#fdfdfb",
            AppbarText = "#17221f",
            DrawerBackground = "#f4f4ef",
            DrawerText = "#17221f",
            LinesDefault = "#dadcd4",
            LinesInputs = "#868f8b",
            TableLines = "#e4e5de",
            TableStriped = "#f7f7f2",
            TableHover = "#eff1ec",
            Divider = "#dadcd4",
            DividerLight = "#e9eae4",
            Skeleton = "#e2e4dd",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5fc4c4",
            PrimaryContrastText = "#062124",
            Secondary = "#f2b84b",
            Tertiary = "#b9a6ee",
            Info = "#7db8ee",
            Success = "#7fcf94",
            Warning = "#f2b84b",
            Error = "#ff8f84",
            Dark = "#0a1012",
            SuccessContrastText = "#08210f",
            WarningContrastText = "#2a1c00",
            ErrorContrastText = "#330905",
            InfoContrastText = "#04213b",
            SecondaryContrastText = "#2a1c00",
            TertiaryContrastText = "#1c1040",
            TextPrimary = "#e3e9e6",
            TextSecondary = "#a0aeaa",
            TextDisabled = "#8b9995",
            ActionDefault = "#b6c2be",
            ActionDisabled = "#64726e",
            ActionDisabledBackground = "#263033",
            Background = "#0e1416",
            BackgroundGray = "#0a0f11",
            Surface = "#151d20",
            AppbarBackground = "#151d20",
            AppbarText = "#e3e9e6",
            DrawerBackground = "#0e1416",
            DrawerText = "#e3e9e6",
            LinesDefault = "#2a3538",
            LinesInputs = "#6d7b78",
            TableLines = "#222c2f",
            TableStriped = "#182124",
            TableHover = "#1c2629",
            Divider = "#2a3538",
            DividerLight = "#20292c",
            Skeleton = "#243033",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Sans, FontSize = ".8125rem", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = ".75rem", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Sans, FontSize = ".9375rem", FontWeight = "600", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Sans, FontSize = ".8125rem", FontWeight = "600", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Sans, FontSize = "1rem", FontWeight = "650", LetterSpacing = "normal" },
            H5 = new H5Typography { FontFamily = Sans, FontSize = "1.25rem", FontWeight = "650", LetterSpacing = "-.01em" },
            H4 = new H4Typography { FontFamily = Sans, FontSize = "1.5rem", FontWeight = "650", LetterSpacing = "-.015em" },
        },
    };
}
