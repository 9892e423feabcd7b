using System.Globalization;
using System.Text;
using QRCoder;

namespace AdminPanel.Web.Account.Own;

/// <summary>A QR code as inline SVG, dark on white in either theme, as cameras need it.</summary>
internal static class QrPicture
{
    public static string Svg(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (size, path) = (code.ModuleMatrix.Count, new StringBuilder());
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (code.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        return $"<svg viewBox=\"0 0 {size} {size}\" width=\"208\" height=\"208\" role=\"img\" aria-label=\"QR code of the key\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }
}
